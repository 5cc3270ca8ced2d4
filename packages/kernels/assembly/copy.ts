/** Runs of float32 numbers copied and cleared. */

/** Every row of C [m, n] = 0. */
export function clearRows(m: i32, n: i32, c: usize, ldc: i32): void {
  for (let i = 0; i < m; i++) memory.fill(c + <usize>i * bytes(ldc), 0, bytes(n));
}

/** Copies n numbers; short runs are common, for which the engine's memory.copy is slow. */
export function copyNumbers(n: i32, from: usize, to: usize): void {
  const end = to + bytes(n);
  while (to + 64 <= end) {
    copyLine(from, to);
    from += 64;
    to += 64;
  }
  while (to + 16 <= end) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  while (to < end) {
    store<f32>(to, load<f32>(from));
    from += 4;
    to += 4;
  }
}

/** Copies 16 numbers. */
@inline
export function copyLine(from: usize, to: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

/** Bytes of `count` numbers. */
@inline
export function bytes(count: i32): usize {
  return <usize>count << 2;
}
