/** What a gated cell remembers from step to step. */
import type { Kernels } from '@dsrnn/kernels';
import type { GatedCell, GatedStates } from '../fused/gated-cell.ts';
import type { StateBlock, StreamJob } from './cell-stream.ts';

/** h and c of the step at hand, and a place for the next ones. */
export class GatedMemory {
  readonly old: GatedStates;
  readonly state: Readonly<Record<string, StateBlock>>;
  /** The next c may lie where the old one does. */
  readonly next: GatedStates;
  /** Where it may not. */
  readonly apart: GatedStates;
  readonly #kernels: Kernels;
  readonly #units: number;

  constructor({ remembersC }: GatedCell, { kernels, memory, units, h }: StreamJob) {
    this.#kernels = kernels;
    this.#units = units;
    const c = remembersC ? memory.take(units) : 0;
    const nextH = memory.take(units);
    this.old = { h, c };
    this.next = { h: nextH, c };
    this.apart = { h: nextH, c: remembersC ? memory.take(units) : 0 };
    this.state = remembersC ? { c: { at: c, size: units } } : {};
  }

  /** Makes the next states the old ones. */
  advance(): void {
    this.#kernels.copy(this.next.h, this.old.h, this.#units);
  }

  /** The same after a step that wrote to `apart`. */
  advanceApart(): void {
    this.advance();
    if (this.old.c !== 0) this.#kernels.copy(this.apart.c, this.old.c, this.#units);
  }
}
