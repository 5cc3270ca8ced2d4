/**
 * Step of the masked GRU over groups, after the products of groups.ts: those of x and of the state apart, each
 * [batch][slots][panels][r z n][8]. Its equations are those of gru-lanes.ts; the mask of a group is that of its first unit.
 */
import { bytes, copyNumbers } from './copy';
import { PANEL, at, panelsOf } from './group-panels';
import { clearUnlistedGroups, tailOf, toTail, unitsOf } from './group-steps';
import { blend } from './lane-group';
import { sigmoidV, tanhV } from './math';

/** Bytes of a panel's gates in one product. */
const SIZE: usize = 96;

/** r and z of n > 0 panels, to ofX: a loop of its own, so that constants stay in registers. */
function activate(n: i32, ofX: usize, ofH: usize): void {
  const end = ofX + <usize>n * SIZE;
  do {
    const r0 = sigmoidV(f32x4.add(v128.load(ofX), v128.load(ofH)));
    const r1 = sigmoidV(f32x4.add(v128.load(ofX, 16), v128.load(ofH, 16)));
    v128.store(ofX, r0);
    v128.store(ofX, r1, 16);
    const z0 = sigmoidV(f32x4.add(v128.load(ofX, 32), v128.load(ofH, 32)));
    const z1 = sigmoidV(f32x4.add(v128.load(ofX, 48), v128.load(ofH, 48)));
    v128.store(ofX, z0, 32);
    v128.store(ofX, z1, 48);
    ofX += SIZE;
    ofH += SIZE;
  } while (ofX < end);
}

/** One panel, its r and z activated. */
@inline
function forwardPanel(ofX: usize, ofH: usize, m: v128, carry: i32, hPrev: usize, h: usize): void {
  const n0 = tanhV(f32x4.add(v128.load(ofX, 64), f32x4.mul(v128.load(ofX), v128.load(ofH, 64))));
  const n1 = tanhV(f32x4.add(v128.load(ofX, 80), f32x4.mul(v128.load(ofX, 16), v128.load(ofH, 80))));
  const before0 = v128.load(hPrev);
  const before1 = v128.load(hPrev, 16);
  let state0 = f32x4.add(n0, f32x4.mul(v128.load(ofX, 32), f32x4.sub(before0, n0)));
  let state1 = f32x4.add(n1, f32x4.mul(v128.load(ofX, 48), f32x4.sub(before1, n1)));
  if (carry) {
    state0 = blend(m, before0, state0);
    state1 = blend(m, before1, state1);
  } else {
    state0 = f32x4.mul(m, state0);
    state1 = f32x4.mul(m, state1);
  }
  v128.store(ofX, n0, 64);
  v128.store(ofX, n1, 80);
  v128.store(h, state0);
  v128.store(h, state1, 16);
}

/** Products of listed groups: to r z n in ofX, n's part of the state as it was in ofH. h: the new state of every unit; not hPrev. */
export function gruGroupForward(
  batch: i32, units: i32, groupSize: i32, list: usize, counts: usize, slots: i32, ofX: usize, ofH: usize,
  mask: usize, carry: i32, hPrev: usize, h: usize,
): void {
  const row = bytes(units);
  if (carry) memory.copy(h, hPrev, <usize>batch * row);
  else memory.fill(h, 0, <usize>batch * row);
  const panels = panelsOf(groupSize);
  const sample = <usize>(slots * panels) * SIZE;
  for (let b = 0; b < batch; b++, ofX += sample, ofH += sample, list += bytes(slots)) {
    const n = at(counts, b);
    if (n > 0) activate(n * panels, ofX, ofH);
    let x = ofX;
    let s = ofH;
    for (let k = 0; k < n; k++) {
      const first = at(list, k) * groupSize;
      const m = v128.load32_splat(mask + bytes(first));
      for (let u = first; u < first + groupSize; u += PANEL, x += SIZE, s += SIZE) {
        const at = bytes(u);
        const inside = unitsOf(u, units);
        if (inside == PANEL) {
          forwardPanel(x, s, m, carry, hPrev + at, h + at);
        } else if (inside > 0) {
          toTail(0, inside, hPrev + at);
          forwardPanel(x, s, m, carry, tailOf(0), tailOf(1));
          copyNumbers(inside, tailOf(1), h + at);
        }
      }
    }
    mask += row;
    hPrev += row;
    h += row;
  }
}

@inline
function backwardPanel(
  ofX: usize, ofH: usize, m: v128, carry: i32, hPrev: usize, dh: usize, dMask: usize,
): void {
  const one = f32x4.splat(1);
  const r0 = v128.load(ofX);
  const r1 = v128.load(ofX, 16);
  const z0 = v128.load(ofX, 32);
  const z1 = v128.load(ofX, 48);
  const n0 = v128.load(ofX, 64);
  const n1 = v128.load(ofX, 80);
  const nh0 = v128.load(ofH, 64);
  const nh1 = v128.load(ofH, 80);
  const before0 = v128.load(hPrev);
  const before1 = v128.load(hPrev, 16);
  const dState0 = v128.load(dh);
  const dState1 = v128.load(dh, 16);
  const away0 = f32x4.sub(before0, n0);
  const away1 = f32x4.sub(before1, n1);
  if (dMask) {
    let change0 = f32x4.add(n0, f32x4.mul(z0, away0));
    let change1 = f32x4.add(n1, f32x4.mul(z1, away1));
    if (carry) {
      change0 = f32x4.sub(change0, before0);
      change1 = f32x4.sub(change1, before1);
    }
    change0 = f32x4.mul(dState0, change0);
    change1 = f32x4.mul(dState1, change1);
    v128.store(dMask, change0);
    v128.store(dMask, change1, 16);
  }
  const d0 = f32x4.mul(m, dState0);
  const d1 = f32x4.mul(m, dState1);
  const dn0 = f32x4.mul(f32x4.mul(d0, f32x4.sub(one, z0)), f32x4.sub(one, f32x4.mul(n0, n0)));
  const dn1 = f32x4.mul(f32x4.mul(d1, f32x4.sub(one, z1)), f32x4.sub(one, f32x4.mul(n1, n1)));
  const dz0 = f32x4.mul(f32x4.mul(d0, away0), f32x4.mul(z0, f32x4.sub(one, z0)));
  const dz1 = f32x4.mul(f32x4.mul(d1, away1), f32x4.mul(z1, f32x4.sub(one, z1)));
  const dr0 = f32x4.mul(f32x4.mul(dn0, nh0), f32x4.mul(r0, f32x4.sub(one, r0)));
  const dr1 = f32x4.mul(f32x4.mul(dn1, nh1), f32x4.mul(r1, f32x4.sub(one, r1)));
  const dnh0 = f32x4.mul(dn0, r0);
  const dnh1 = f32x4.mul(dn1, r1);
  let rest0 = f32x4.mul(d0, z0);
  let rest1 = f32x4.mul(d1, z1);
  if (carry) {
    const rest = f32x4.sub(one, m);
    rest0 = f32x4.add(rest0, f32x4.mul(rest, dState0));
    rest1 = f32x4.add(rest1, f32x4.mul(rest, dState1));
  }
  v128.store(ofX, dr0);
  v128.store(ofX, dr1, 16);
  v128.store(ofX, dz0, 32);
  v128.store(ofX, dz1, 48);
  v128.store(ofX, dn0, 64);
  v128.store(ofX, dn1, 80);
  v128.store(ofH, dr0);
  v128.store(ofH, dr1, 16);
  v128.store(ofH, dz0, 32);
  v128.store(ofH, dz1, 48);
  v128.store(ofH, dnh0, 64);
  v128.store(ofH, dnh1, 80);
  v128.store(dh, rest0);
  v128.store(dh, rest1, 16);
}

/** What gruGroupForward left: to gradients of both products. dh: of this step to the direct part of the last. */
export function gruGroupBackward(
  batch: i32, units: i32, groupSize: i32, list: usize, counts: usize, slots: i32, ofX: usize, ofH: usize,
  mask: usize, carry: i32, hPrev: usize, dh: usize, dMask: usize,
): void {
  const row = bytes(units);
  if (dMask) memory.fill(dMask, 0, <usize>batch * row);
  const sample = <usize>(slots * panelsOf(groupSize)) * SIZE;
  for (let b = 0; b < batch; b++, ofX += sample, ofH += sample, list += bytes(slots)) {
    const n = at(counts, b);
    let x = ofX;
    let s = ofH;
    for (let k = 0; k < n; k++) {
      const first = at(list, k) * groupSize;
      const m = v128.load32_splat(mask + bytes(first));
      for (let u = first; u < first + groupSize; u += PANEL, x += SIZE, s += SIZE) {
        const at = bytes(u);
        const inside = unitsOf(u, units);
        if (inside == PANEL) {
          backwardPanel(x, s, m, carry, hPrev + at, dh + at, dMask ? dMask + at : 0);
        } else if (inside > 0) {
          toTail(0, inside, hPrev + at);
          toTail(1, inside, dh + at);
          backwardPanel(x, s, m, carry, tailOf(0), tailOf(1), tailOf(2));
          copyNumbers(inside, tailOf(1), dh + at);
          if (dMask) copyNumbers(inside, tailOf(2), dMask + at);
        } else {
          memory.fill(x, 0, SIZE);
          memory.fill(s, 0, SIZE);
        }
      }
    }
    if (!carry) clearUnlistedGroups(units, groupSize, list, n, dh);
    mask += row;
    hPrev += row;
    dh += row;
    if (dMask) dMask += row;
  }
}
