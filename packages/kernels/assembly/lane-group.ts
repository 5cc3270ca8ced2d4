/** Four rows of one sample at a time, at any four indices: what the steps on lanes are made of. */

/** Offset of a row's number, index times 4: of the i-th listed row, or of row i. */
@inline
export function rowBytes(rows: usize, i: i32): usize {
  return rows ? <usize>i32.load(rows + (<usize>i << 2)) << 2 : <usize>i << 2;
}

/** Numbers of four rows of an array. */
@inline
export function gather(x: usize, r0: usize, r1: usize, r2: usize, r3: usize): v128 {
  let v = v128.load32_zero(x + r0);
  v = v128.load_lane<f32>(x + r1, v, 1);
  v = v128.load_lane<f32>(x + r2, v, 2);
  return v128.load_lane<f32>(x + r3, v, 3);
}

/** Stores numbers of four rows. Rows that are the same must have the same number. */
@inline
export function scatter(x: usize, r0: usize, r1: usize, r2: usize, r3: usize, v: v128): void {
  v128.store_lane<f32>(x + r0, v, 0);
  v128.store_lane<f32>(x + r1, v, 1);
  v128.store_lane<f32>(x + r2, v, 2);
  v128.store_lane<f32>(x + r3, v, 3);
}

/** First numbers of two vectors each, interleaved: with `zipHigh` and `lows`, `highs` a 4 x 4 transpose. */
@inline
export function zipLow(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5);
}

@inline
export function zipHigh(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7);
}

@inline
export function lows(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 1, 4, 5);
}

@inline
export function highs(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 3, 6, 7);
}

/** The four gates of four rows, from one vector a gate to one vector a row, stored. */
@inline
export function storeGates(
  gates: usize, r0: usize, r1: usize, r2: usize, r3: usize, a: v128, b: v128, c: v128, d: v128,
): void {
  const ab0 = zipLow(a, b);
  const cd0 = zipLow(c, d);
  const ab1 = zipHigh(a, b);
  const cd1 = zipHigh(c, d);
  v128.store(gates + (r0 << 2), lows(ab0, cd0));
  v128.store(gates + (r1 << 2), highs(ab0, cd0));
  v128.store(gates + (r2 << 2), lows(ab1, cd1));
  v128.store(gates + (r3 << 2), highs(ab1, cd1));
}

/** previous + m (candidate - previous), exactly the candidate where m is 1. */
@inline
export function blend(m: v128, previous: v128, candidate: v128): v128 {
  const mixed = f32x4.add(previous, f32x4.mul(m, f32x4.sub(candidate, previous)));
  return v128.bitselect(candidate, mixed, f32x4.eq(m, f32x4.splat(1)));
}

/** Sets what is not listed of x [units] to 0. */
export function clearUnlisted(units: i32, rows: usize, n: i32, x: usize): void {
  if (!rows) return;
  let unit = 0;
  for (let i = 0; i < n; i++) {
    const row = i32.load(rows + (<usize>i << 2));
    for (; unit < row; unit++) f32.store(x + (<usize>unit << 2), 0);
    unit = row + 1;
  }
  for (; unit < units; unit++) f32.store(x + (<usize>unit << 2), 0);
}
