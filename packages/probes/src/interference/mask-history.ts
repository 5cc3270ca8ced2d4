/** The masks of chosen examples, step by step, as an observer of passes on the reference engine sees them. */
import type { ActivityObserver, ReadRule } from '@dsrnn/core';

/** 1 where a channel was active: by example, `[time, channels]`. x is null where inputs are not masked. */
export interface MaskHistory {
  readonly x: readonly Uint8Array[] | null;
  readonly h: readonly Uint8Array[];
  /** Hidden channels that products read: h itself, or that of the step before, and none at the first. */
  readonly read: readonly Uint8Array[];
}

/** Collects the masks of batches, one pass after the other. */
export interface MaskRecorder {
  readonly observe: ActivityObserver;
  /** Ends a pass over `batch` examples. */
  endPass(batch: number): void;
  history(): MaskHistory;
}

/** A recorder for `features` inputs and `units` units, whose products read the columns that `rule` says. */
export function maskRecorder(features: number, units: number, rule: ReadRule = 'current'): MaskRecorder {
  const channels = { x: features, h: units };
  const steps: { x: Float32Array[]; h: Float32Array[] } = { x: [], h: [] };
  const kept: { x: Uint8Array[]; h: Uint8Array[] } = { x: [], h: [] };
  const cut = (which: 'x' | 'h', batch: number): void => {
    const n = channels[which];
    const masks = steps[which];
    for (let row = 0; masks.length > 0 && row < batch; row++) {
      const active = new Uint8Array(masks.length * n);
      masks.forEach((mask, t) => {
        const offset = mask.length === n ? 0 : row * n; // one row serves all examples
        for (let j = 0; j < n; j++) active[t * n + j] = mask[offset + j] === 0 ? 0 : 1;
      });
      kept[which].push(active);
    }
    steps[which] = [];
  };
  return {
    observe(which, active) {
      if (active !== null && typeof active !== 'number')
        steps[which].push(active.dataSync<'float32'>().slice());
    },
    endPass(batch) {
      cut('x', batch);
      cut('h', batch);
    },
    history: () => ({
      x: kept.x.length === 0 ? null : kept.x,
      h: kept.h,
      read: rule === 'current' ? kept.h : kept.h.map((masks) => aStepLater(masks, units)),
    }),
  };
}

/** Masks `[time, units]`, each at the step after its own. */
function aStepLater(masks: Uint8Array, units: number): Uint8Array {
  const later = new Uint8Array(masks.length);
  later.set(masks.subarray(0, masks.length - units), units);
  return later;
}
