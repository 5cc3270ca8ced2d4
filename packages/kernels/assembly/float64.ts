/**
 * exp, sin and cos of one float64, for parameters and tables off the hot path.
 *
 * Reduced to |r| <= ln 2 / 2 and |r| <= pi / 4, then Taylor sums. Errors: exp 1e-15 relative; sin and cos 1e-15
 * absolute for angles up to 1e5 rad, growing with the angle beyond. NaN comes back as NaN; infinite angles give NaN.
 */

/** e^x; 0 below -700 and Infinity above 709. */
export function exp64(x: f64): f64 {
  if (x != x) return x;
  if (x < -700) return 0;
  if (x > 709) return Infinity;
  const n = nearest<f64>(x * 1.4426950408889634);
  // ln 2 in two parts; the first has 21 trailing zero bits, so that n times it is exact.
  const r = x - n * 0.6931471803691238 - n * 1.9082149292705877e-10;
  let term = 1.0;
  let sum = 1.0;
  for (let i = 1; i <= 14; i++) {
    term = (term * r) / f64(i);
    sum += term;
  }
  const half = <i64>n >> 1;
  const first = reinterpret<f64>((half + 1023) << 52);
  const second = reinterpret<f64>((<i64>n - half + 1023) << 52);
  return sum * first * second;
}

/** sin(x + quarters pi / 2). */
function sinShifted(x: f64, quarters: i64): f64 {
  if (!(abs<f64>(x) < 1e15)) return NaN;
  const n = nearest<f64>(x * 0.6366197723675814);
  const r = x - n * 1.5707963267341256 - n * 6.077100506506192e-11;
  const square = r * r;
  const quadrant = <i32>((<i64>n + quarters) & 3);
  let term = (quadrant & 1) == 0 ? r : 1.0;
  let step = (quadrant & 1) == 0 ? 2.0 : 1.0;
  let sum = term;
  for (let i = 0; i < 9; i++) {
    term = (-term * square) / (step * (step + 1));
    sum += term;
    step += 2;
  }
  return quadrant >= 2 ? -sum : sum;
}

/** sin x. */
export function sin64(x: f64): f64 {
  return sinShifted(x, 0);
}

/** cos x. */
export function cos64(x: f64): f64 {
  return sinShifted(x, 1);
}
