/** A spring that holds each parameter to an anchor, as stiff as the parameter is important. */

/** What is held, and how firmly. */
export interface Anchor {
  readonly parameters: Float32Array;
  /** F, one number ≥ 0 for each parameter. */
  readonly importance: Float64Array;
}

/** strength/2 · sum_i F_i (theta_i − theta*_i)², and its gradient strength · F_i (theta_i − theta*_i), in float64. */
export function quadraticPenalty(
  parameters: Float32Array,
  anchor: Anchor,
  strength: number,
): { readonly value: number; readonly gradient: Float64Array } {
  let value = 0;
  const gradient = new Float64Array(parameters.length);
  for (let i = 0; i < parameters.length; i++) {
    const shift = parameters[i]! - anchor.parameters[i]!;
    gradient[i] = strength * anchor.importance[i]! * shift;
    value += (gradient[i]! * shift) / 2;
  }
  return { value, gradient };
}
