/** The LTC step by step, see cells/ltc.ts for its equations. */
import {
  isNone,
  NONE,
  skipNumbers,
  type Counts,
  type Floats,
  type Indices,
  type None,
  type Scratch,
} from '@dsrnn/kernels';
import type { LtcConfig, LtcValues } from '../../cells/ltc.ts';
import { Membrane, SynapseLanes } from '../fused/ltc-parameters.ts';
import { ActiveLists } from './active-lists.ts';
import type { CellStream, StateBlock, StreamGating, StreamJob } from './cell-stream.ts';
import { SentSums } from './ltc-sent-sums.ts';

type LtcJob = StreamJob<StreamGating, LtcConfig, keyof LtcValues>;

/** The LTC for streams. State besides h = v, in a delta network: what was sent, and the sums over synapses. */
export function streamLtc(job: LtcJob): CellStream {
  return job.gating.kind === 'delta' ? new DeltaLtc(job, job.gating) : new SummingLtc(job);
}

/** What dense, masked and delta steps share: parameters, potentials and the solver. */
class LtcSolver {
  readonly unfolds: number;
  readonly sensory: SynapseLanes;
  readonly recurrent: SynapseLanes;
  readonly membrane: Membrane;
  /** v during the solver passes. */
  readonly v: Floats;
  readonly num: Floats;
  readonly den: Floats;
  readonly numIn: Floats;
  readonly denIn: Floats;
  readonly scratch: Scratch;
  readonly #job: LtcJob;
  readonly #scale: Floats;
  readonly #shift: Floats;

  constructor(job: LtcJob) {
    const { kernels, memory, features, units, parameters } = job;
    const { unfolds, elapsed } = job.settings;
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
    this.den = skipNumbers(sums, units);
    this.numIn = skipNumbers(sums, 2 * units);
    this.denIn = skipNumbers(sums, 3 * units);
    this.v = memory.take(units);
    this.scratch = memory.take(16 * Math.max(features, units));
  }

  /** out = scale ⊙ x + shift. */
  project(x: Floats, out: Floats): void {
    const { kernels, features } = this.#job;
    kernels.run.affineRows(1, features, x, this.#scale, this.#shift, out);
  }

  /** v after a pass, at the listed rows. */
  solve(rows: Indices | None, rowCounts: Counts | None): void {
    const { kernels, units } = this.#job;
    const { cmt, gl, glvl } = this.membrane;
    kernels.run.ltcSolve(1, units, cmt, gl, glvl, this.num, this.den, this.numIn, this.denIn, rows, rowCounts, units, this.v, this.v); // prettier-ignore
  }
}

/** Dense and masked steps: every sum anew. */
class SummingLtc implements CellStream {
  readonly state = {};
  readonly #job: LtcJob;
  readonly #solver: LtcSolver;
  readonly #input: Floats;
  readonly #lists: ActiveLists | null;
  /** Where units that rest are read: masks of those read in every pass and of those read once, and what a pass reads. */
  readonly #apart: { readonly always: Floats; readonly once: Floats; readonly sent: Floats } | null;

  constructor(job: LtcJob) {
    const { memory, features, units, gating } = job;
    this.#job = job;
    this.#solver = new LtcSolver(job);
    this.#input = memory.take(features);
    this.#lists = gating.kind === 'masked' ? new ActiveLists(job, gating.masks) : null;
    const previous = gating.kind === 'masked' && gating.masks.read === 'previous';
    const block = (): Floats => memory.take(units);
    this.#apart = previous ? { always: block(), once: block(), sent: block() } : null;
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
    const { unfolds, sensory, recurrent, v, num, den, numIn, denIn, scratch } = this.#solver;
    const masks = gating.kind === 'masked' ? gating.masks : null;
    this.#lists?.list();
    const rows = this.#lists?.rows ?? NONE;
    const rowCounts = this.#lists?.rowCounts ?? NONE;
    const maskX = masks !== null && masks.inputs ? masks.x : NONE;
    const read = masks === null ? NONE : skipNumbers(masks.columns, features);
    const maskH = this.#apart?.always ?? read;
    this.#solver.project(x, this.#input);
    run.ltcSynapses(1, features, units, sensory.lanes, this.#input, NONE, maskX, NONE, features, rows, rowCounts, units, numIn, denIn, scratch); // prettier-ignore
    if (this.#apart !== null && masks !== null && !isNone(read)) {
      const { always, once } = this.#apart;
      run.splitMask(units, read, masks.h, always, once);
      run.ltcSynapses(1, units, units, recurrent.lanes, h, NONE, once, NONE, units, rows, rowCounts, units, num, den, scratch); // prettier-ignore
      // Numerators and denominators lie side by side.
      run.addInto(2 * units, num, numIn);
    }
    kernels.copy(h, v, units);
    for (let pass = 0; pass < unfolds; pass++) {
      run.ltcSynapses(1, units, units, recurrent.lanes, this.#sources(), NONE, maskH, NONE, units, rows, rowCounts, units, num, den, scratch); // prettier-ignore
      this.#solver.solve(rows, rowCounts);
    }
    if (gating.kind === 'masked') run.mergeStates(units, gating.masks.h, gating.carry ? 1 : 0, h, v, h);
    else kernels.copy(v, h, units);
  }

  /** What the synapses of a solver pass read, see engines/fused/ltc-resting.ts. */
  #sources(): Floats {
    const { kernels, units, h, gating } = this.#job;
    const { v } = this.#solver;
    if (gating.kind !== 'masked' || this.#apart === null) return v;
    kernels.run.mergeStates(units, gating.masks.h, 1, h, v, this.#apart.sent);
    return this.#apart.sent;
  }
}

class DeltaLtc implements CellStream {
  readonly state: Readonly<Record<string, StateBlock>>;
  activeX = 0;
  activeH = 0;
  readonly #job: LtcJob;
  readonly #solver: LtcSolver;
  readonly #ofX: SentSums;
  readonly #ofV: SentSums;

  constructor(job: LtcJob, { thetaX, thetaH }: StreamGating & { readonly kind: 'delta' }) {
    const { kernels, memory, features, units, x } = job;
    this.#job = job;
    const solver = new LtcSolver(job);
    this.#solver = solver;
    this.#ofX = new SentSums(kernels, memory, {
      value: x,
      sources: features,
      targets: units,
      theta: thetaX,
      synapses: solver.sensory.lanes,
      sums: solver.numIn,
      scratch: solver.scratch,
      potentials: (from, to) => solver.project(from, to),
    });
    this.#ofV = new SentSums(kernels, memory, {
      value: solver.v,
      sources: units,
      targets: units,
      theta: thetaH,
      synapses: solver.recurrent.lanes,
      sums: solver.num,
      scratch: solver.scratch,
      potentials: (from, to) => kernels.copy(from, to, units),
    });
    this.state = {
      sentX: this.#ofX.sent,
      sentH: this.#ofV.sent,
      sums: { at: solver.num, size: 4 * units },
    };
  }

  reset(): void {
    this.#ofX.sumAll();
    this.#ofV.sumAll();
  }

  step(): void {
    const { kernels, units, h } = this.#job;
    const { unfolds, v } = this.#solver;
    this.activeX = this.#ofX.send();
    kernels.copy(h, v, units);
    let sends = 0;
    for (let pass = 0; pass < unfolds; pass++) {
      sends += this.#ofV.send();
      this.#solver.solve(NONE, NONE);
    }
    kernels.copy(v, h, units);
    this.activeH = sends / unfolds;
  }
}
