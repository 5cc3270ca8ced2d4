import type { Pointer } from '../arena.ts';

/** Gradients of masks with respect to their scores, see assembly/estimators.ts. */
export interface EstimatorFunctions {
  /**
   * slope [rows][n] = p (1 - p) inverseTemperature, p = sigmoid((score - threshold) inverseTemperature); times mask if
   * activeOnly is 1 (else mask is not read). scores, mask [rows][n]; threshold [rows], pointer 0: 0 throughout.
   */
  straightThrough(
    rows: number,
    n: number,
    scores: Pointer,
    threshold: Pointer,
    mask: Pointer,
    inverseTemperature: number,
    activeOnly: number,
    slope: Pointer,
  ): void;
  /**
   * mask = clip(1.2 s - 0.1, 0, 1) with s = sigmoid(1.5 (logit + noise)), or sigmoid(logit) where noise is pointer 0
   * (evaluation). slope = d mask / d logit, 0 where clipped; pointer 0: not wanted. All [count].
   */
  hardConcrete(count: number, logits: Pointer, noise: Pointer, mask: Pointer, slope: Pointer): void;
}
