/** What an estimator on our kernels is given: scores in, mask and slopes out, all in kernel memory. */
import type { Kernels, Pointer } from '@dsrnn/kernels';
import type { Mode } from '../../mode.ts';

/** One decision for a batch. */
export interface EstimateJob {
  readonly kernels: Kernels;
  readonly batch: number;
  /** Channels n that are scored, and how many are to stay, 1 ≤ k < n. */
  readonly channels: number;
  readonly k: number;
  readonly mode: Mode;
  /** `[batch, channels]`; may be overwritten. */
  readonly logits: Pointer;
  /** Out: `[batch, channels]`. */
  readonly mask: Pointer;
  /** Out: derivative of each mask entry with respect to its logit, `[batch, channels]`; 0: not wanted. */
  readonly slope: Pointer;
  /** Scratch: `[batch]`, and channels + 8 numbers. */
  readonly threshold: Pointer;
  readonly scratch: Pointer;
}

/** Top-k with a straight-through slope, see straight-through.ts. */
export function fusedTopK(
  { kernels, batch, channels, k, logits, mask, slope, threshold, scratch }: EstimateJob,
  how: { readonly temperature: number; readonly centred: boolean; readonly activeOnly: boolean },
): void {
  const { run } = kernels;
  run.topK(batch, channels, k, logits, mask, threshold, scratch);
  if (slope === 0) return;
  const inverse = 1 / how.temperature;
  const centre = how.centred ? threshold : 0;
  run.straightThrough(batch, channels, logits, centre, mask, inverse, how.activeOnly ? 1 : 0, slope);
}
