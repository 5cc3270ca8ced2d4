import type { Floats, None } from '../arena/pointer.ts';

/** Gradients of masks with respect to their scores, see assembly/estimators.ts. */
export interface EstimatorFunctions {
  /**
   * slope [rows][n] = p (1 - p) inverseTemperature, p = sigmoid((score - threshold) inverseTemperature); times mask if
   * activeOnly is 1 (else mask is not read). scores, mask [rows][n]; threshold [rows], none: 0 throughout.
   */
  straightThrough(
    rows: number,
    n: number,
    scores: Floats,
    threshold: Floats | None,
    mask: Floats,
    inverseTemperature: number,
    activeOnly: number,
    slope: Floats,
  ): void;
  /**
   * mask = clip(1.2 s - 0.1, 0, 1) with s = sigmoid(1.5 (logit + noise)), or sigmoid(logit) where there is no noise
   * (evaluation). slope = d mask / d logit, 0 where clipped; none: not wanted. All [count].
   */
  hardConcrete(count: number, logits: Floats, noise: Floats | None, mask: Floats, slope: Floats | None): void;
}
