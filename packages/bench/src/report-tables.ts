/** A report as tables of text, one a kind of case: what the terminal shows and what docs/performance.md holds. */
import type { BenchCase, CaseKind } from './cases/bench-case.ts';
import { everyCase } from './cases/registry.ts';
import type { BackendFacts, BenchReport, CaseResult } from './report.ts';

/** A table. Its first column is text, the others are numbers. */
export interface ReportTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What must be said of single rows. */
  readonly notes: readonly string[];
}

const REFERENCE = '-reference';
const ABSENT = '–';
const known = new Map<string, BenchCase>(everyCase.map((one) => [one.id, one]));

/** Tables of the kinds that the report has cases of. Cases that the registry no longer has are left out. */
export function reportTables({ cases, backend }: BenchReport): readonly ReportTable[] {
  const of = (kind: CaseKind): CaseResult[] => cases.filter(({ id }) => known.get(id)?.kind === kind);
  return [
    kernelTable(of('kernel')),
    backend === undefined ? trainingTable(of('train')) : backendTable(of('train'), backend),
    streamingTable('One step of one sequence', of('stream')),
    streamingTable('The recurrent core alone', of('core')),
    memoryTable(of('memory')),
    strategyTable(of('strategy')),
  ].filter(({ rows }) => rows.length > 0);
}

function kernelTable(cases: readonly CaseResult[]): ReportTable {
  return {
    title: 'Kernels',
    header: ['case', 'ms', 'GFLOP/s', 'share of peak'],
    rows: cases.map(({ id, medianMs, gflops, efficiency }) => [
      id,
      number(medianMs),
      number(gflops),
      percent(efficiency),
    ]),
    notes: notesOf(cases),
  };
}

function trainingTable(cases: readonly CaseResult[]): ReportTable {
  const byId = new Map(cases.map((one) => [one.id, one]));
  const ids = [...new Set(cases.map(({ id }) => withoutReference(id)))];
  const peers = peersOf(cases);
  return {
    title: 'Training steps',
    header: [
      ...['case', 'MACs', 'ms', 'GFLOP/s', 'speed-up', 'efficiency'],
      ...['reference ms', 'speed-up', 'ours is'],
      ...peerHeader(peers, 'ms'),
    ],
    rows: ids.map((id) => {
      const ours = byId.get(id);
      const reference = byId.get(id + REFERENCE);
      const gain =
        ours?.medianMs != null && reference?.medianMs != null ? reference.medianMs / ours.medianMs : null;
      return [
        id,
        percent(ours?.macRatio ?? reference?.macRatio ?? null),
        number(ours?.medianMs ?? null),
        number(ours?.gflops ?? null),
        times(ours?.speedup ?? null),
        percent(ours?.efficiency ?? null),
        number(reference?.medianMs ?? null) + (reference?.note ? ' *' : ''),
        times(reference?.speedup ?? null),
        gain === null ? ABSENT : `${times(gain)} as fast`,
        ...peerCells(ours, peers, 1),
      ];
    }),
    notes: notesOf(cases),
  };
}

/** Each case on the other backend beside the same on our kernels. */
function backendTable(cases: readonly CaseResult[], facts: BackendFacts): ReportTable {
  const { name, device, driver, emulated, packages } = facts;
  const byId = new Map(cases.map((one) => [one.id, one]));
  const details = [driver, ...Object.entries(packages).map((version) => version.join(' '))];
  return {
    title: `Training steps on ${name}: ${device} (${details.filter((part) => part !== null).join('; ')})`,
    header: ['case', 'MACs', `${name} ms`, 'speed-up', 'wasm ms', 'speed-up', 'wasm is'],
    rows: cases.flatMap((one) => {
      const beside = known.get(one.id)?.beside ?? null;
      if (beside === null) return [];
      const ours = byId.get(beside);
      const gain = one.medianMs != null && ours?.medianMs != null ? one.medianMs / ours.medianMs : null;
      return [
        [
          one.id,
          percent(one.macRatio),
          number(one.medianMs) + (one.note === '' ? '' : ' *'),
          times(one.speedup),
          number(ours?.medianMs ?? null),
          times(ours?.speedup ?? null),
          gain === null ? ABSENT : `${times(gain)} as fast`,
        ],
      ];
    }),
    notes: [
      ...(emulated
        ? [`software emulation: a processor plays the GPU; the times on ${name} say nothing about a GPU`]
        : []),
      ...notesOf(cases),
    ],
  };
}

function streamingTable(title: string, cases: readonly CaseResult[]): ReportTable {
  const peers = peersOf(cases);
  return {
    title,
    header: ['case', 'MACs', 'µs', 'GFLOP/s', 'speed-up', 'efficiency', ...peerHeader(peers, 'µs')],
    rows: cases.map((one) => [
      one.id,
      percent(one.macRatio),
      number(one.medianMs, 1000),
      number(one.gflops),
      times(one.speedup),
      percent(one.efficiency),
      ...peerCells(one, peers, 1000),
    ]),
    notes: notesOf(cases),
  };
}

function memoryTable(cases: readonly CaseResult[]): ReportTable {
  const mib = (bytes: number): string => number(bytes / 2 ** 20);
  return {
    title: 'Memory',
    header: ['case', 'kernel memory, MiB', 'needed, MiB', 'ratio'],
    rows: cases.flatMap(({ id, memory }) =>
      memory === null ? [] : [[id, mib(memory.bytes), mib(memory.neededBytes), number(memory.ratio)]],
    ),
    notes: notesOf(cases),
  };
}

function strategyTable(cases: readonly CaseResult[]): ReportTable {
  return {
    title: 'Strategies against fine-tuning',
    header: ['case', 'ms', 'time', 'arithmetic', 'time / arithmetic'],
    rows: cases.flatMap(({ id, medianMs, strategy }) =>
      strategy === null
        ? []
        : [
            [
              id,
              number(medianMs),
              times(strategy.factor),
              times(strategy.workFactor),
              number(strategy.ratio),
            ],
          ],
    ),
    notes: notesOf(cases),
  };
}

/** Columns of peers, in the order of their first appearance. */
function peersOf(cases: readonly CaseResult[]): readonly string[] {
  return [...new Set(cases.flatMap(({ peers }) => Object.keys(peers)))];
}

function peerHeader(peers: readonly string[], unit: string): string[] {
  return peers.flatMap((name) => [`${name}: dense, ${unit}`, 'ours is']);
}

function peerCells(one: CaseResult | undefined, peers: readonly string[], factor: number): string[] {
  return peers.flatMap((name) => {
    const theirs = one?.peers[name];
    if (theirs === undefined) return [ABSENT, ABSENT];
    const way = theirs.way === undefined ? '' : ` (${theirs.way})`;
    return [number(theirs.medianMs, factor) + way, `${times(theirs.ratio)} as fast`];
  });
}

function notesOf(cases: readonly CaseResult[]): string[] {
  return cases.flatMap(({ id, note }) => (note === '' ? [] : [`${id}: ${note}`]));
}

function withoutReference(id: string): string {
  return id.endsWith(REFERENCE) ? id.slice(0, -REFERENCE.length) : id;
}

/** Three significant digits, never in exponents. */
function number(value: number | null, factor = 1): string {
  if (value === null) return ABSENT;
  const scaled = value * factor;
  if (scaled >= 100) return scaled.toFixed(0);
  return scaled >= 10 ? scaled.toFixed(1) : scaled.toFixed(2);
}

function times(value: number | null): string {
  return value === null ? ABSENT : `${number(value)}×`;
}

function percent(share: number | null): string {
  if (share === null) return ABSENT;
  const value = 100 * share;
  return `${value >= 10 ? value.toFixed(0) : value.toFixed(1)} %`;
}
