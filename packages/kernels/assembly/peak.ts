/**
 * The arithmetic ceiling of one core without fused multiply-add: 12 independent chains x = x/2 + 1/4 of four lanes, two
 * links an iteration, nothing loaded or stored: 192 floating-point operations an iteration. Twelve chains hide the
 * latency; the start depends on the argument, so nothing can be folded. Every chain tends to 1/2, their sum, which is
 * returned, to 6.
 */
export function peakMulAdd(iterations: i32): f32 {
  const half = f32x4.splat(0.5);
  const quarter = f32x4.splat(0.25);
  let x0 = f32x4.splat(<f32>(iterations + 0));
  let x1 = f32x4.splat(<f32>(iterations + 1));
  let x2 = f32x4.splat(<f32>(iterations + 2));
  let x3 = f32x4.splat(<f32>(iterations + 3));
  let x4 = f32x4.splat(<f32>(iterations + 4));
  let x5 = f32x4.splat(<f32>(iterations + 5));
  let x6 = f32x4.splat(<f32>(iterations + 6));
  let x7 = f32x4.splat(<f32>(iterations + 7));
  let x8 = f32x4.splat(<f32>(iterations + 8));
  let x9 = f32x4.splat(<f32>(iterations + 9));
  let x10 = f32x4.splat(<f32>(iterations + 10));
  let x11 = f32x4.splat(<f32>(iterations + 11));
  for (let i = 0; i < iterations; i++) {
    x0 = f32x4.add(f32x4.mul(x0, half), quarter);
    x1 = f32x4.add(f32x4.mul(x1, half), quarter);
    x2 = f32x4.add(f32x4.mul(x2, half), quarter);
    x3 = f32x4.add(f32x4.mul(x3, half), quarter);
    x4 = f32x4.add(f32x4.mul(x4, half), quarter);
    x5 = f32x4.add(f32x4.mul(x5, half), quarter);
    x6 = f32x4.add(f32x4.mul(x6, half), quarter);
    x7 = f32x4.add(f32x4.mul(x7, half), quarter);
    x8 = f32x4.add(f32x4.mul(x8, half), quarter);
    x9 = f32x4.add(f32x4.mul(x9, half), quarter);
    x10 = f32x4.add(f32x4.mul(x10, half), quarter);
    x11 = f32x4.add(f32x4.mul(x11, half), quarter);
    x0 = f32x4.add(f32x4.mul(x0, half), quarter);
    x1 = f32x4.add(f32x4.mul(x1, half), quarter);
    x2 = f32x4.add(f32x4.mul(x2, half), quarter);
    x3 = f32x4.add(f32x4.mul(x3, half), quarter);
    x4 = f32x4.add(f32x4.mul(x4, half), quarter);
    x5 = f32x4.add(f32x4.mul(x5, half), quarter);
    x6 = f32x4.add(f32x4.mul(x6, half), quarter);
    x7 = f32x4.add(f32x4.mul(x7, half), quarter);
    x8 = f32x4.add(f32x4.mul(x8, half), quarter);
    x9 = f32x4.add(f32x4.mul(x9, half), quarter);
    x10 = f32x4.add(f32x4.mul(x10, half), quarter);
    x11 = f32x4.add(f32x4.mul(x11, half), quarter);
  }
  const low = f32x4.add(f32x4.add(x0, x1), f32x4.add(x2, x3));
  const middle = f32x4.add(f32x4.add(x4, x5), f32x4.add(x6, x7));
  const high = f32x4.add(f32x4.add(x8, x9), f32x4.add(x10, x11));
  return f32x4.extract_lane(f32x4.add(f32x4.add(low, middle), high), 0);
}
