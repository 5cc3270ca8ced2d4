/** Heads of which each sample reads its own, on numbers in memory. */

/** Sizes: outputs of one head, how many heads there are, and which of them each sample reads, `[batch]`. */
export interface OwnHeads {
  readonly width: number;
  readonly heads: number;
  readonly of: Int32Array;
}

/** `picked` `[batch, steps, width]` = of `outputs` `[batch, steps, heads, width]` those of the sample's own head. */
export function pickOwn(outputs: Float32Array, picked: Float32Array, own: OwnHeads): void {
  picked.fill(0);
  // A sum over all heads, so that NaN in any of them shows, as it does in a product with a mask.
  visit(
    picked.length,
    own,
    (i, at, open) => (picked[i] = (picked[i] as number) + (outputs[at] as number) * open),
  );
}

/** The gradient of `outputs` from that of `picked`. */
export function spreadOwn(dPicked: Float32Array, dOutputs: Float32Array, own: OwnHeads): void {
  visit(dPicked.length, own, (i, at, open) => (dOutputs[at] = (dPicked[i] as number) * open));
}

/** Calls `use` for each of `count` picked numbers and each head: their places, and 1 if it is the sample's own, else 0. */
function visit(
  count: number,
  { width, heads, of }: OwnHeads,
  use: (picked: number, output: number, open: 0 | 1) => void,
): void {
  const perSample = count / of.length;
  for (let i = 0; i < count; i++) {
    const own = of[Math.floor(i / perSample)];
    const first = Math.floor(i / width) * heads * width + (i % width);
    for (let head = 0; head < heads; head++) use(i, first + head * width, head === own ? 1 : 0);
  }
}
