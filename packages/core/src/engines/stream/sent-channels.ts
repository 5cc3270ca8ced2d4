/** What a delta network transmits of a vector: the channels that moved by a threshold since they were last sent. */
import type { Counts, Floats, Indices, Kernels, Workspace } from '@dsrnn/kernels';
import type { StateBlock } from './cell-stream.ts';

/** Sends a vector that lies at a fixed place. */
export class SentChannels {
  /** What was last sent. */
  readonly sent: StateBlock;
  /** Channels that moved, how far, and their number. */
  readonly list: Indices;
  readonly values: Floats;
  readonly counts: Counts;
  readonly #kernels: Kernels;
  readonly #source: Floats;
  readonly #size: number;
  readonly #theta: number;
  readonly #flags: Floats;
  readonly #moves: Floats;

  constructor(kernels: Kernels, memory: Workspace, source: Floats, size: number, theta: number) {
    this.#kernels = kernels;
    this.#source = source;
    this.#size = size;
    this.#theta = theta;
    this.sent = { at: memory.take(size), size };
    this.list = memory.take(size);
    this.values = memory.take(size);
    this.counts = memory.take(1);
    this.#flags = memory.take(size);
    this.#moves = memory.take(size);
  }

  /** Sends what moved; returns how many channels did. */
  send(): number {
    const { run } = this.#kernels;
    const size = this.#size;
    const sent = this.sent.at;
    run.scaleInto(size, sent, -1, this.#moves);
    run.addInto(size, this.#source, this.#moves);
    run.deltaTransmit(size, this.#source, sent, this.#theta, sent, this.#flags);
    return run.listActive(1, size, 0, this.#flags, size, this.#moves, this.list, this.values, this.counts, size, 0); // prettier-ignore
  }
}
