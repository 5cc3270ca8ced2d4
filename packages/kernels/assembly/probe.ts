/** Attainable peak: independent chains of 128-bit multiply and add, nothing loaded. */
@inline
function f(x: v128): v128 { return f32x4.add(x, x); }

export function probe(n: i32): f32 {
  let a = f32x4.splat(1);
  for (let i = 0; i < n; i++) a = f(a);
  return f32x4.extract_lane(a, 0);
}
