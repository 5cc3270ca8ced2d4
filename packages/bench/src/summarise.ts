/** From timings to what is reported: medians, speed-ups, efficiency. Pure. */
import type { BenchCase } from './cases/bench-case.ts';
import { median } from '@dsrnn/portable';
import type { CaseResult } from './report.ts';

/** Timings of one process: the medians of its turns and its fastest timing, in ms. */
export interface Timings {
  readonly turnMedians: readonly number[];
  readonly minMs: number;
  readonly kernelBytes: number | null;
  /** Examples through a backward pass over those of the batches; only of a strategy. */
  readonly workFactor: number | null;
  /** Of a peer: by which of its ways. */
  readonly way?: string | null;
}

/** What was measured of a case. */
export interface CaseTimings {
  readonly own: Timings;
  readonly peers: Readonly<Record<string, Timings>>;
}

/** Results of `cases`, in their order. `of` gives the timings of a case by id; a baseline must be among `cases`. */
export function summarise(cases: readonly BenchCase[], of: ReadonlyMap<string, CaseTimings>): CaseResult[] {
  const byId = new Map(cases.map((one) => [one.id, one]));
  return cases.map((one) => {
    const { own, peers } = timingsOf(one, of);
    const base = one.baseline === null ? undefined : byId.get(one.baseline);
    const medianMs = median(own.turnMedians) * one.scale;
    const gflops = one.macs === null ? null : gflopsOf(one.macs, medianMs);
    // The macs of a kernel differ from those of the ceiling, so only rates compare. No strategy is dense.
    const speedup =
      base === undefined || one.kind === 'kernel' || one.kind === 'strategy'
        ? null
        : (median(timingsOf(base, of).own.turnMedians) * base.scale) / medianMs;
    return {
      id: one.id,
      medianMs: significant(medianMs),
      minMs: significant(own.minMs * one.scale),
      gflops: gflops === null ? null : significant(gflops),
      macRatio: one.macRatio === null ? null : significant(one.macRatio),
      speedup: speedup === null ? null : significant(speedup),
      efficiency: efficiencyOf(one, base, speedup, gflops, of),
      peers: Object.fromEntries(
        Object.entries(peers).map(([name, theirs]) => {
          const theirMs = median(theirs.turnMedians);
          return [
            name,
            {
              medianMs: significant(theirMs),
              ratio: significant(theirMs / medianMs),
              ...(theirs.way == null ? {} : { way: theirs.way }),
            },
          ];
        }),
      ),
      memory: memoryOf(one, own.kernelBytes),
      strategy: strategyOf(own, base === undefined ? own : timingsOf(base, of).own),
      note: [one.note, ...doubts(one, base, gflops, of)].filter((text) => text !== '').join('; '),
    };
  });
}

function efficiencyOf(
  one: BenchCase,
  base: BenchCase | undefined,
  speedup: number | null,
  gflops: number | null,
  of: ReadonlyMap<string, CaseTimings>,
): number | null {
  if (speedup !== null && one.macRatio !== null) return significant(speedup * one.macRatio);
  if (base?.macs == null || gflops === null) return null;
  return significant(gflops / gflopsOf(base.macs, median(timingsOf(base, of).own.turnMedians)));
}

/** A product that is faster than the ceiling by more than timings scatter. */
const ABOVE_CEILING = 1.05;

function doubts(
  one: BenchCase,
  base: BenchCase | undefined,
  gflops: number | null,
  of: ReadonlyMap<string, CaseTimings>,
): string[] {
  const share = one.kind === 'kernel' ? efficiencyOf(one, base, null, gflops, of) : null;
  return share !== null && share > ABOVE_CEILING
    ? ['faster than the ceiling, so that one of the two was disturbed: measure again']
    : [];
}

function memoryOf({ neededBytes }: BenchCase, bytes: number | null): CaseResult['memory'] {
  if (neededBytes === null || bytes === null) return null;
  return { bytes, neededBytes, ratio: significant(bytes / neededBytes) };
}

/** `base` is fine-tuning. */
function strategyOf({ turnMedians, workFactor }: Timings, base: Timings): CaseResult['strategy'] {
  if (workFactor === null) return null;
  const factor = median(turnMedians) / median(base.turnMedians);
  return {
    factor: significant(factor),
    workFactor: significant(workFactor),
    ratio: significant(factor / workFactor),
  };
}

function timingsOf({ id }: BenchCase, of: ReadonlyMap<string, CaseTimings>): CaseTimings {
  const timings = of.get(id);
  if (timings === undefined) throw new Error(`case "${id}" was not measured`);
  return timings;
}

function gflopsOf(macs: number, ms: number): number {
  return (2 * macs) / (ms * 1e6);
}

/** Four significant digits: more is noise. */
function significant(value: number): number {
  return Number(value.toPrecision(4));
}
