export function probe(n: i32): f32 {
  let a = f32x4.splat(1);
  for (let i = 0; i < n; i++) a = f32x4.add(a, a);
  return f32x4.extract_lane(a, 0);
}
