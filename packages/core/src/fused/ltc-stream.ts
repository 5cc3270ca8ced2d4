/**
 * The LTC step by step, see cells/ltc.ts for its equations.
 *
 * In a delta network a synaptic sum is kept, and what a source that moved contributes is exchanged: its old part off,
 * its new part on. Where half of the sources moved that would cost more than the sum anew, so all are summed again.
 */
import type { Kernels, Pointer, Workspace } from '@dsrnn/kernels';
import { ActiveLists } from '../stream/active-lists.ts';
import type { CellStream, StateBlock, StreamGating, StreamJob } from '../stream/cell-stream.ts';
import type { LtcSettings } from './ltc.ts';
import { Membrane, SynapseLanes } from './ltc-parameters.ts';

/** The LTC for streams. State besides h = v, in a delta network: what was sent, and the sums over synapses. */
export function streamLtc(job: StreamJob): CellStream {
  return job.gating.kind === 'delta' ? new DeltaLtc(job, job.gating) : new SummingLtc(job);
}

/** What dense, masked and delta steps share: parameters, potentials and the solver. */
class LtcParts {
  readonly unfolds: number;
  readonly sensory: SynapseLanes;
  readonly recurrent: SynapseLanes;
  readonly membrane: Membrane;
  /** v during the solver passes. */
  readonly v: Pointer;
  readonly num: Pointer;
  readonly den: Pointer;
  readonly numIn: Pointer;
  readonly denIn: Pointer;
  readonly scratch: Pointer;
  readonly #job: StreamJob;
  readonly #scale: Pointer;
  readonly #shift: Pointer;

  constructor(job: StreamJob) {
    const { kernels, memory, features, units, parameters } = job;
    const { unfolds, elapsed } = job.settings as LtcSettings;
    this.#job = job;
    this.unfolds = unfolds;
    this.sensory = new SynapseLanes(kernels, memory, features * units, (name) =>
      parameters.borrow(`sensory.${name}`),
    );
    this.recurrent = new SynapseLanes(kernels, memory, units * units, (name) => parameters.borrow(name));
    this.membrane = new Membrane(kernels, memory, units, unfolds / elapsed, {
      cm: parameters.borrow('cm'),
      gleak: parameters.borrow('gleak'),
      vleak: parameters.borrow('vleak'),
    });
    this.#scale = parameters.keep('inputScale');
    this.#shift = parameters.keep('inputShift');
    const sums = memory.take(4 * units);
    this.num = sums;
    this.den = sums + 4 * units;
    this.numIn = sums + 8 * units;
    this.denIn = sums + 12 * units;
    this.v = memory.take(units);
    this.scratch = memory.take(16 * Math.max(features, units));
  }

  /** out = scale ⊙ x + shift. */
  project(x: Pointer, out: Pointer): void {
    const { kernels, features } = this.#job;
    kernels.run.affineRows(1, features, x, this.#scale, this.#shift, out);
  }

  /** v after a pass, at the listed rows. */
  solve(rows: Pointer, rowCounts: Pointer): void {
    const { kernels, units } = this.#job;
    const { cmt, gl, glvl } = this.membrane;
    kernels.run.ltcSolve(1, units, cmt, gl, glvl, this.num, this.den, this.numIn, this.denIn, rows, rowCounts, units, this.v, this.v); // prettier-ignore
  }
}

/** Dense and masked steps: every sum anew. */
class SummingLtc implements CellStream {
  readonly state = {};
  readonly #job: StreamJob;
  readonly #parts: LtcParts;
  readonly #input: Pointer;
  readonly #lists: ActiveLists | null;

  constructor(job: StreamJob) {
    const { memory, features, gating } = job;
    this.#job = job;
    this.#parts = new LtcParts(job);
    this.#input = memory.take(features);
    this.#lists = gating.kind === 'masked' ? new ActiveLists(job, gating.masks) : null;
  }

  get activeX(): number {
    return this.#lists?.x ?? this.#job.features;
  }

  get activeH(): number {
    return this.#lists?.h ?? this.#job.units;
  }

  reset(): void {
    // All of the state is 0.
  }

  step(): void {
    const { kernels, features, units, x, h, gating } = this.#job;
    const { run } = kernels;
    const { unfolds, sensory, recurrent, v, num, den, numIn, denIn, scratch } = this.#parts;
    const masks = gating.kind === 'masked' ? gating.masks : null;
    this.#lists?.list();
    const rows = this.#lists?.rows ?? 0;
    const rowCounts = this.#lists?.rowCounts ?? 0;
    const maskX = masks !== null && masks.inputs ? masks.x : 0;
    const maskH = masks?.h ?? 0;
    this.#parts.project(x, this.#input);
    run.ltcSynapses(1, features, units, sensory.lanes, this.#input, 0, maskX, 0, features, rows, rowCounts, units, numIn, denIn, scratch); // prettier-ignore
    kernels.copy(h, v, units);
    for (let pass = 0; pass < unfolds; pass++) {
      run.ltcSynapses(1, units, units, recurrent.lanes, v, 0, maskH, 0, units, rows, rowCounts, units, num, den, scratch); // prettier-ignore
      this.#parts.solve(rows, rowCounts);
    }
    if (gating.kind === 'masked') run.mergeStates(units, maskH, gating.carry ? 1 : 0, h, v, h);
    else kernels.copy(v, h, units);
  }
}

class DeltaLtc implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  activeX = 0;
  activeH = 0;
  readonly #job: StreamJob;
  readonly #parts: LtcParts;
  readonly #ofX: SentSums;
  readonly #ofV: SentSums;

  constructor(job: StreamJob, { thetaX, thetaH }: StreamGating & { readonly kind: 'delta' }) {
    const { kernels, memory, features, units, x } = job;
    this.#job = job;
    const parts = new LtcParts(job);
    this.#parts = parts;
    this.#ofX = new SentSums(kernels, memory, {
      value: x,
      sources: features,
      targets: units,
      theta: thetaX,
      synapses: parts.sensory.lanes,
      sums: parts.numIn,
      scratch: parts.scratch,
      potentials: (from, to) => parts.project(from, to),
    });
    this.#ofV = new SentSums(kernels, memory, {
      value: parts.v,
      sources: units,
      targets: units,
      theta: thetaH,
      synapses: parts.recurrent.lanes,
      sums: parts.num,
      scratch: parts.scratch,
      potentials: (from, to) => kernels.copy(from, to, units),
    });
    this.state = {
      sentX: this.#ofX.sent,
      sentH: this.#ofV.sent,
      sums: { at: parts.num, size: 4 * units },
    };
  }

  reset(): void {
    this.#ofX.sumAll();
    this.#ofV.sumAll();
  }

  step(): void {
    const { kernels, units, h } = this.#job;
    const { unfolds, v } = this.#parts;
    this.activeX = this.#ofX.send();
    kernels.copy(h, v, units);
    let sends = 0;
    for (let pass = 0; pass < unfolds; pass++) {
      sends += this.#ofV.send();
      this.#parts.solve(0, 0);
    }
    kernels.copy(v, h, units);
    this.activeH = sends / unfolds;
  }
}

/** What a `SentSums` works on. */
interface Sources {
  readonly value: Pointer;
  readonly sources: number;
  readonly targets: number;
  readonly theta: number;
  readonly synapses: Pointer;
  /** Numerators, then denominators: `[2][targets]`. */
  readonly sums: Pointer;
  readonly scratch: Pointer;
  /** Potentials of values that were sent. */
  readonly potentials: (from: Pointer, to: Pointer) => void;
}

/** Synaptic sums over sources that are sent when they move. */
class SentSums {
  readonly sent: StateBlock;
  readonly #kernels: Kernels;
  readonly #of: Sources;
  readonly #next: Pointer;
  readonly #flags: Pointer;
  readonly #list: Pointer;
  readonly #counts: Pointer;
  readonly #before: Pointer;
  readonly #after: Pointer;
  /** Contributions of listed sources, as `sums`. */
  readonly #part: Pointer;

  constructor(kernels: Kernels, memory: Workspace, of: Sources) {
    const { sources, targets } = of;
    this.#kernels = kernels;
    this.#of = of;
    this.sent = { at: memory.take(sources), size: sources };
    this.#next = memory.take(sources);
    this.#flags = memory.take(sources);
    this.#list = memory.take(sources);
    this.#counts = memory.take(1);
    this.#before = memory.take(sources);
    this.#after = memory.take(sources);
    this.#part = memory.take(2 * targets);
  }

  /** The sums over all sources, of what was sent. */
  sumAll(): void {
    this.#of.potentials(this.sent.at, this.#after);
    this.#sum(this.#after, 0, this.#of.sums);
  }

  /** Sends what moved and brings the sums up to date; returns how many sources moved. */
  send(): number {
    const { run } = this.#kernels;
    const { value, sources, targets, theta, sums, potentials } = this.#of;
    const sent = this.sent.at;
    const next = this.#next;
    const moved = run.deltaTransmit(sources, value, sent, theta, next, this.#flags);
    if (2 * moved >= sources) {
      this.#kernels.copy(next, sent, sources);
      this.sumAll();
    } else if (moved > 0) {
      run.listActive(1, sources, 0, this.#flags, sources, 0, this.#list, 0, this.#counts, sources, 0);
      potentials(sent, this.#before);
      potentials(next, this.#after);
      this.#sum(this.#before, this.#list, this.#part);
      run.scaleInto(2 * targets, this.#part, -1, this.#part);
      run.addInto(2 * targets, this.#part, sums);
      this.#sum(this.#after, this.#list, this.#part);
      run.addInto(2 * targets, this.#part, sums);
      this.#kernels.copy(next, sent, sources);
    }
    return moved;
  }

  #sum(potentials: Pointer, list: Pointer, out: Pointer): void {
    const { sources, targets, synapses, scratch } = this.#of;
    const counts = list === 0 ? 0 : this.#counts;
    this.#kernels.run.ltcSynapses(1, sources, targets, synapses, potentials, list, 0, counts, sources, 0, 0, targets, out, out + 4 * targets, scratch); // prettier-ignore
  }
}
