/** What an estimator on our kernels is given: scores in, mask and slopes out, all in kernel memory. */
import { isNone, NONE, type Floats, type Kernels, type None, type Scratch } from '@dsrnn/kernels';
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
  readonly logits: Floats;
  /** Out: `[batch, channels]`. */
  readonly mask: Floats;
  /** Out: derivative of each mask entry with respect to its logit, `[batch, channels]`; none: not wanted. */
  readonly slope: Floats | None;
  /** Scratch: `[batch]`, and channels + 8 numbers. */
  readonly threshold: Floats;
  readonly scratch: Scratch;
}

/** Writes noise of the scores where their slopes will be, and returns the place. Noise is drawn in training, when slopes are wanted. */
export function placeNoise({ kernels, slope }: EstimateJob, noise: Float32Array): Floats {
  if (isNone(slope))
    throw new Error('noise of an estimator waits in the block of the slopes, and there is none');
  kernels.write(slope, noise);
  return slope;
}

/** Top-k with a straight-through slope, see straight-through.ts. */
export function fusedTopK(
  { kernels, batch, channels, k, logits, mask, slope, threshold, scratch }: EstimateJob,
  how: { readonly temperature: number; readonly centred: boolean; readonly activeOnly: boolean },
): void {
  const { run } = kernels;
  run.topK(batch, channels, k, logits, mask, threshold, scratch);
  if (isNone(slope)) return;
  const inverse = 1 / how.temperature;
  const centre = how.centred ? threshold : NONE;
  run.straightThrough(batch, channels, logits, centre, mask, inverse, how.activeOnly ? 1 : 0, slope);
}
