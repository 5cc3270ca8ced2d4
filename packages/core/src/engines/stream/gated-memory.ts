/** What a gated cell remembers from step to step. */
import { isNone, type Kernels } from '@dsrnn/kernels';
import type { GatedCell, GatedStates, SecondState } from '../fused/gated-cell.ts';
import type { StateBlock, StreamJob } from './cell-stream.ts';

/** h and c of the step at hand, and a place for the next ones. */
export class GatedMemory<C extends SecondState> {
  readonly old: GatedStates<C>;
  readonly state: Readonly<Record<string, StateBlock>>;
  /** The next c may lie where the old one does. */
  readonly next: GatedStates<C>;
  /** Where it may not. */
  readonly apart: GatedStates<C>;
  readonly #kernels: Kernels;
  readonly #units: number;

  constructor({ secondState }: Pick<GatedCell<C>, 'secondState'>, { kernels, memory, units, h }: StreamJob) {
    this.#kernels = kernels;
    this.#units = units;
    const c = secondState(() => memory.take(units));
    const nextH = memory.take(units);
    this.old = { h, c };
    this.next = { h: nextH, c };
    this.apart = { h: nextH, c: secondState(() => memory.take(units)) };
    this.state = isNone(c) ? {} : { c: { at: c, size: units } };
  }

  /** Makes the next states the old ones. */
  advance(): void {
    this.#kernels.copy(this.next.h, this.old.h, this.#units);
  }

  /** The same after a step that wrote to `apart`. */
  advanceApart(): void {
    this.advance();
    const from: SecondState = this.apart.c;
    const to: SecondState = this.old.c;
    if (!isNone(from) && !isNone(to)) this.#kernels.copy(from, to, this.#units);
  }
}
