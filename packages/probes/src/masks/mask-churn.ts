/**
 * How much the masks of fixed examples change from one evaluation of a training run to the next.
 *
 *   change = share of (example, step, hidden channel) whose mask was open at one and closed at the other
 */
import type { SequenceModel } from '@dsrnn/core';
import type { Examples, TaskShape } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { maskedBatches } from './masked-batches.ts';

/** A change between the evaluation before and the one at `step`. */
export interface Churn {
  readonly step: number;
  readonly change: number;
}

/** Remembers the masks of the last evaluation. Holds no tensors. */
export class MaskChurn {
  private last: Uint8Array[] | null = null;
  private readonly found: Churn[] = [];
  private readonly masks: () => Uint8Array[];

  /** Watches the first `count` of `examples`; with 0 of them it does nothing. */
  constructor(model: SequenceModel, examples: Examples, shape: TaskShape, count: number, rng: Rng) {
    this.masks = () => Array.from(maskedBatches(model, examples, shape, count, rng), ({ h }) => h).flat();
  }

  /** Compares with the evaluation before. The first has none and adds no change. */
  watch(step: number): void {
    const now = this.masks();
    if (this.last !== null && now.length > 0) this.found.push({ step, change: shareChanged(this.last, now) });
    this.last = now;
  }

  /** All changes so far, in order. */
  get changes(): readonly Churn[] {
    return this.found;
  }
}

/** Share of the entries that differ. */
export function shareChanged(before: readonly Uint8Array[], after: readonly Uint8Array[]): number {
  let changed = 0;
  let total = 0;
  after.forEach((mask, block) => {
    const old = before[block]!;
    for (let i = 0; i < mask.length; i++) if (mask[i] !== old[i]) changed += 1;
    total += mask.length;
  });
  return changed / total;
}
