/**
 * Synaptic sums of an LTC in a delta network, step by step.
 *
 * A sum is kept, and what a source that moved contributes is exchanged: its old contribution off, its new one on. Where half of
 * the sources moved that would cost more than the sum anew, so all are summed again, which ends rounding errors as well.
 */
import {
  NONE,
  skipNumbers,
  type Counts,
  type Floats,
  type Indices,
  type Kernels,
  type None,
  type Scratch,
  type Synapses,
  type Workspace,
} from '@dsrnn/kernels';
import type { StateBlock } from './cell-stream.ts';

/** What a `SentSums` works on. */
export interface SentSources {
  readonly value: Floats;
  readonly sources: number;
  readonly targets: number;
  readonly theta: number;
  readonly synapses: Synapses;
  /** Numerators, then denominators: `[2][targets]`. */
  readonly sums: Floats;
  readonly scratch: Scratch;
  /** Potentials of values that were sent. */
  readonly potentials: (from: Floats, to: Floats) => void;
}

/** Synaptic sums over sources that are sent when they move. */
export class SentSums {
  readonly sent: StateBlock;
  readonly #kernels: Kernels;
  readonly #of: SentSources;
  readonly #next: Floats;
  readonly #flags: Floats;
  readonly #list: Indices;
  readonly #counts: Counts;
  readonly #before: Floats;
  readonly #after: Floats;
  /** Contributions of listed sources, as `sums`. */
  readonly #contribution: Floats;

  constructor(kernels: Kernels, memory: Workspace, of: SentSources) {
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
    this.#contribution = memory.take(2 * targets);
  }

  /** The sums over all sources, of what was sent. */
  sumAll(): void {
    this.#of.potentials(this.sent.at, this.#after);
    this.#sum(this.#after, NONE, this.#of.sums);
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
      run.listActive(1, sources, 0, this.#flags, sources, NONE, this.#list, NONE, this.#counts, sources, 0);
      potentials(sent, this.#before);
      potentials(next, this.#after);
      this.#sum(this.#before, this.#list, this.#contribution);
      run.scaleInto(2 * targets, this.#contribution, -1, this.#contribution);
      run.addInto(2 * targets, this.#contribution, sums);
      this.#sum(this.#after, this.#list, this.#contribution);
      run.addInto(2 * targets, this.#contribution, sums);
      this.#kernels.copy(next, sent, sources);
    }
    return moved;
  }

  /** Of the listed sources, or of all. */
  #sum(potentials: Floats, list: Indices | None, out: Floats): void {
    const { sources, targets, synapses, scratch } = this.#of;
    this.#kernels.run.ltcSynapses(1, sources, targets, synapses, potentials, list, NONE, this.#counts, sources, NONE, NONE, targets, out, skipNumbers(out, targets), scratch); // prettier-ignore
  }
}
