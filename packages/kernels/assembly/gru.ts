/**
 * Element-wise part of the dense GRU, after the matrix products. Gates [batch][3 * units], gate-major: r z n.
 *
 *   forward    r z = sigmoid(ax + ah), n = tanh(ax_n + r ah_n);  h = (1 - z) n + z h'
 *   backward   from dL/dh to the gradients of ax and ah, and of h' along its direct path
 *
 * Loops take two neighbouring vectors a round: all loads before all stores, for V8 to join.
 */
import { addInto, mulAddInto } from './adam';
import { constant, ONE } from './math';
import { sigmoidInto, tanhInto } from './math-arrays';
import { storeLanes } from './partial-store';

/** ax in: part of x with its biases, out: r z n. ah: part of h', kept. hPrev, h [batch][units]. */
export function gruForward(batch: i32, units: i32, ax: usize, ah: usize, hPrev: usize, h: usize): void {
  const size = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    const n = ax + 2 * size;
    // r z lie together.
    addInto(2 * units, ah, ax);
    sigmoidInto(2 * units, ax, ax);
    mulAddInto(units, ax, ah + 2 * size, n);
    tanhInto(units, n, n);
    states(units, ax + size, n, hPrev, h);
    ax += 3 * size;
    ah += 3 * size;
    hPrev += size;
    h += size;
  }
}

/** h = n + z (h' - n). */
function states(count: i32, z: usize, n: usize, hPrev: usize, h: usize): void {
  for (; count >= 8; count -= 8) {
    const n0 = v128.load(n);
    const n1 = v128.load(n, 16);
    const h0 = f32x4.add(n0, f32x4.mul(v128.load(z), f32x4.sub(v128.load(hPrev), n0)));
    const h1 = f32x4.add(n1, f32x4.mul(v128.load(z, 16), f32x4.sub(v128.load(hPrev, 16), n1)));
    v128.store(h, h0);
    v128.store(h, h1, 16);
    z += 32;
    n += 32;
    hPrev += 32;
    h += 32;
  }
  for (; count > 0; count -= 4) {
    const fresh = v128.load(n);
    storeLanes(h, f32x4.add(fresh, f32x4.mul(v128.load(z), f32x4.sub(v128.load(hPrev), fresh))), count);
    z += 16;
    n += 16;
    hPrev += 16;
    h += 16;
  }
}

/** Gates in: r z n, out: gradients of ax. ah in: as forward left it, out: its gradients. dhPrev is overwritten. */
export function gruBackward(
  batch: i32, units: i32, gates: usize, ah: usize, hPrev: usize, dh: usize, dhPrev: usize,
): void {
  const size = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    gradients(units, size, gates, ah, hPrev, dh, dhPrev);
    gates += 3 * size;
    ah += 3 * size;
    hPrev += size;
    dh += size;
    dhPrev += size;
  }
}

/** n units of a sample, `size` bytes from one of their gates to the next. */
function gradients(
  count: i32, size: usize, gr: usize, ar: usize, hPrev: usize, dh: usize, dhPrev: usize,
): void {
  const one = constant(ONE);
  let gz = gr + size;
  let gn = gz + size;
  let az = ar + size;
  let an = az + size;
  for (; count >= 8; count -= 8) {
    const r0 = v128.load(gr);
    const z0 = v128.load(gz);
    const n0 = v128.load(gn);
    const d0 = v128.load(dh);
    const dn0 = f32x4.mul(f32x4.mul(d0, f32x4.sub(one, z0)), f32x4.sub(one, f32x4.mul(n0, n0)));
    const old0 = f32x4.sub(v128.load(hPrev), n0);
    const dz0 = f32x4.mul(f32x4.mul(d0, old0), f32x4.mul(z0, f32x4.sub(one, z0)));
    const dr0 = f32x4.mul(f32x4.mul(dn0, v128.load(an)), f32x4.mul(r0, f32x4.sub(one, r0)));
    const dnh0 = f32x4.mul(dn0, r0);
    const kept0 = f32x4.mul(d0, z0);
    const r1 = v128.load(gr, 16);
    const z1 = v128.load(gz, 16);
    const n1 = v128.load(gn, 16);
    const d1 = v128.load(dh, 16);
    const dn1 = f32x4.mul(f32x4.mul(d1, f32x4.sub(one, z1)), f32x4.sub(one, f32x4.mul(n1, n1)));
    const old1 = f32x4.sub(v128.load(hPrev, 16), n1);
    const dz1 = f32x4.mul(f32x4.mul(d1, old1), f32x4.mul(z1, f32x4.sub(one, z1)));
    const dr1 = f32x4.mul(f32x4.mul(dn1, v128.load(an, 16)), f32x4.mul(r1, f32x4.sub(one, r1)));
    const dnh1 = f32x4.mul(dn1, r1);
    const kept1 = f32x4.mul(d1, z1);
    v128.store(gr, dr0);
    v128.store(gr, dr1, 16);
    v128.store(gz, dz0);
    v128.store(gz, dz1, 16);
    v128.store(gn, dn0);
    v128.store(gn, dn1, 16);
    v128.store(ar, dr0);
    v128.store(ar, dr1, 16);
    v128.store(az, dz0);
    v128.store(az, dz1, 16);
    v128.store(an, dnh0);
    v128.store(an, dnh1, 16);
    v128.store(dhPrev, kept0);
    v128.store(dhPrev, kept1, 16);
    gr += 32;
    gz += 32;
    gn += 32;
    ar += 32;
    az += 32;
    an += 32;
    hPrev += 32;
    dh += 32;
    dhPrev += 32;
  }
  for (; count > 0; count -= 4) {
    const r = v128.load(gr);
    const z = v128.load(gz);
    const n = v128.load(gn);
    const d = v128.load(dh);
    const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
    const old = f32x4.sub(v128.load(hPrev), n);
    const dz = f32x4.mul(f32x4.mul(d, old), f32x4.mul(z, f32x4.sub(one, z)));
    const dr = f32x4.mul(f32x4.mul(dn, v128.load(an)), f32x4.mul(r, f32x4.sub(one, r)));
    const dnh = f32x4.mul(dn, r);
    const kept = f32x4.mul(d, z);
    storeLanes(gr, dr, count);
    storeLanes(gz, dz, count);
    storeLanes(gn, dn, count);
    storeLanes(ar, dr, count);
    storeLanes(az, dz, count);
    storeLanes(an, dnh, count);
    storeLanes(dhPrev, kept, count);
    gr += 16;
    gz += 16;
    gn += 16;
    ar += 16;
    az += 16;
    an += 16;
    hPrev += 16;
    dh += 16;
    dhPrev += 16;
  }
}
