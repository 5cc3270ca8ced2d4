/** Which entries of the numerics panel a Node computes to show that it can be trusted: seconds, not a minute. */

/** Every cell densely and gated, on both engines; every way to make a model sparse, on one cell; what has kernels of its own. */
const patterns = [
  /^\w+ (dense|ds)( reference)?$/,
  /^gru \w+$/,
  /^lstm ds (embedded|gumbel-top-k|mean readout)$/,
  /^(lstm|gru) ds (lasting|panels|panels inputs)$/,
];

/** The entries among `names`. */
export function selfCheckEntries(names: readonly string[]): readonly string[] {
  return names.filter((name) => patterns.some((pattern) => pattern.test(name)));
}
