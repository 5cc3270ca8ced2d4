/**
 * sin, cos and eˣ − 1 from sums and products, for devices.
 *
 * WGSL promises sin and cos to 2⁻¹¹ and nothing beyond π, and tfjs computes `expm1` on WebGPU as exp − 1, which cancels:
 * the poles of an S4D layer would be off in the fourth digit. These are within a few units of the last place.
 */
import { withGradient } from './custom-gradient.ts';
import { tf } from './tf.ts';

/** π/2 in three parts, of which the first two have so few digits that their product with a small integer is exact. */
const QUARTER_TURN = [1.5703125, 4.837512969970703e-4, 7.54978995489188e-8] as const;
/** Coefficients of sin r = r + r³ P(r²) and cos r = 1 − r²/2 + r⁴ Q(r²) for |r| ≤ π/4 (Moshier, Cephes: sinf, cosf). */
const SINE = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1] as const;
const COSINE = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2] as const;
/** Coefficients of sinh y = y (1 + y² R(y²)), its Taylor series. */
const SINH = [1 / 5040, 1 / 120, 1 / 6] as const;

/** Sine and cosine of angles within a few thousand turns. */
export function sineAndCosine(angle: tf.Tensor): { readonly sin: tf.Tensor; readonly cos: tf.Tensor } {
  const both = withGradient<tf.Tensor>([angle], () => {
    const quarters = tf.round(tf.mul(angle, 2 / Math.PI));
    const r = QUARTER_TURN.reduce((rest, part) => tf.sub(rest, tf.mul(quarters, part)), angle);
    const z = tf.square(r);
    const sinR = tf.add(r, tf.mul(tf.mul(r, z), polynomial(SINE, z)));
    const cosR = tf.add(tf.sub(1, tf.mul(z, 0.5)), tf.mul(tf.square(z), polynomial(COSINE, z)));
    // Of whole quarter turns, 0 … 3 of them: cos 1, 0, −1, 0 and sin 0, 1, 0, −1.
    const turned = tf.sub(quarters, tf.mul(tf.floor(tf.mul(quarters, 0.25)), 4));
    const cosQ = tf.sub(tf.abs(tf.sub(turned, 2)), 1);
    const sinQ = tf.sub(1, tf.abs(tf.sub(turned, 1)));
    const sin = tf.add(tf.mul(sinQ, cosR), tf.mul(cosQ, sinR));
    const cos = tf.sub(tf.mul(cosQ, cosR), tf.mul(sinQ, sinR));
    return {
      value: tf.stack([sin, cos]),
      saved: [sin, cos],
      gradient: (dy, [s, c]) => {
        const [dSin, dCos] = tf.unstack(dy) as [tf.Tensor, tf.Tensor];
        return [tf.sub(tf.mul(dSin, c as tf.Tensor), tf.mul(dCos, s as tf.Tensor))];
      },
    };
  });
  const [sin, cos] = tf.unstack(both) as [tf.Tensor, tf.Tensor];
  return { sin, cos };
}

/** eˣ − 1 for x ≤ 1: 2 e^{x/2} sinh(x/2) near 0. */
export function expMinusOne(x: tf.Tensor): tf.Tensor {
  return withGradient<tf.Tensor>([x], () => {
    const half = tf.mul(x, 0.5);
    const z = tf.square(half);
    const sinh = tf.mul(half, tf.add(tf.mul(z, polynomial(SINH, z)), 1));
    const near = tf.mul(tf.mul(tf.exp(half), sinh), 2);
    const exp = tf.exp(x);
    return {
      value: tf.where(tf.greater(x, -1), near, tf.sub(exp, 1)),
      saved: [exp],
      gradient: (dy, [slope]) => [tf.mul(dy, slope as tf.Tensor)],
    };
  });
}

/** Coefficients from the highest power down. */
function polynomial([first, ...rest]: readonly [number, ...number[]], z: tf.Tensor): tf.Tensor {
  return rest.reduce<tf.Tensor>((sum, c, i) => tf.add(i === 0 ? tf.mul(z, first) : tf.mul(sum, z), c), z);
}
