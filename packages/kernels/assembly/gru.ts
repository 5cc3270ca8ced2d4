/**
 * Element-wise part of the dense GRU, after the matrix products. Gates [batch][3 * units], gate-major: r z n.
 *
 *   forward    r z = sigmoid(ax + ah), n = tanh(ax_n + r ah_n);  h = (1 - z) n + z h'
 *   backward   from dL/dh to the gradients of ax and ah, and of h' along its direct path
 */
import { sigmoidV, tanhV } from './math';
import { storeLanes } from './partial-store';

/** ax in: part of x with its biases, out: r z n. ah: part of h', kept. hPrev, h [batch][units]. */
export function gruForward(batch: i32, units: i32, ax: usize, ah: usize, hPrev: usize, h: usize): void {
  const size = <usize>units << 2;
  if (units <= 0) return;
  for (let b = 0; b < batch; b++) {
    let left = units;
    do {
      const ar = (<usize>(units - left)) << 2;
      const az = ar + size;
      const an = az + size;
      const r = sigmoidV(f32x4.add(v128.load(ax + ar), v128.load(ah + ar)));
      const z = sigmoidV(f32x4.add(v128.load(ax + az), v128.load(ah + az)));
      const n = tanhV(f32x4.add(v128.load(ax + an), f32x4.mul(r, v128.load(ah + an))));
      const state = f32x4.add(n, f32x4.mul(z, f32x4.sub(v128.load(hPrev + ar), n)));
      storeLanes(ax + ar, r, left);
      storeLanes(ax + az, z, left);
      storeLanes(ax + an, n, left);
      storeLanes(h + ar, state, left);
      left -= 4;
    } while (left > 0);
    ax += 3 * size;
    ah += 3 * size;
    hPrev += size;
    h += size;
  }
}

/** Gates in: r z n, out: gradients of ax. ah in: as forward left it, out: its gradients. dhPrev is overwritten. */
export function gruBackward(
  batch: i32, units: i32, gates: usize, ah: usize, hPrev: usize, dh: usize, dhPrev: usize,
): void {
  const size = <usize>units << 2;
  if (units <= 0) return;
  const one = f32x4.splat(1);
  for (let b = 0; b < batch; b++) {
    let left = units;
    do {
      const ar = (<usize>(units - left)) << 2;
      const az = ar + size;
      const an = az + size;
      const r = v128.load(gates + ar);
      const z = v128.load(gates + az);
      const n = v128.load(gates + an);
      const d = v128.load(dh + ar);
      const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
      const dz = f32x4.mul(
        f32x4.mul(d, f32x4.sub(v128.load(hPrev + ar), n)),
        f32x4.mul(z, f32x4.sub(one, z)),
      );
      const dr = f32x4.mul(f32x4.mul(dn, v128.load(ah + an)), f32x4.mul(r, f32x4.sub(one, r)));
      storeLanes(gates + ar, dr, left);
      storeLanes(gates + az, dz, left);
      storeLanes(gates + an, dn, left);
      storeLanes(ah + ar, dr, left);
      storeLanes(ah + az, dz, left);
      storeLanes(ah + an, f32x4.mul(dn, r), left);
      storeLanes(dhPrev + ar, f32x4.mul(d, z), left);
      left -= 4;
    } while (left > 0);
    gates += 3 * size;
    ah += 3 * size;
    hPrev += size;
    dh += size;
    dhPrev += size;
  }
}
