/**
 * Step of the masked LSTM over groups, after the products of groups.ts: gates [batch][slots][panels][i f o g][8]. Its equations are
 * those of lstm-lanes.ts; the mask of a group is that of its first unit.
 */
import { bytes, copyNumbers } from './copy';
import { PANEL, at, panelsOf } from './group-panels';
import { clearUnlistedGroups, tailOf, toTail, unitsOf } from './group-steps';
import { blend } from './lane-group';
import { sigmoidV, tanhV } from './math';

/** Bytes of a panel's gates. */
const SIZE: usize = 128;

/** Activates n > 0 panels: loops of their own, so that constants stay in registers. */
function activate(n: i32, gates: usize): void {
  const end = gates + <usize>n * SIZE;
  let p = gates;
  do {
    const i0 = sigmoidV(v128.load(p));
    const i1 = sigmoidV(v128.load(p, 16));
    v128.store(p, i0);
    v128.store(p, i1, 16);
    const f0 = sigmoidV(v128.load(p, 32));
    const f1 = sigmoidV(v128.load(p, 48));
    v128.store(p, f0, 32);
    v128.store(p, f1, 48);
    const o0 = sigmoidV(v128.load(p, 64));
    const o1 = sigmoidV(v128.load(p, 80));
    v128.store(p, o0, 64);
    v128.store(p, o1, 80);
    p += SIZE;
  } while (p < end);
  p = gates + 96;
  do {
    const g0 = tanhV(v128.load(p));
    const g1 = tanhV(v128.load(p, 16));
    v128.store(p, g0);
    v128.store(p, g1, 16);
    p += SIZE;
  } while (p < end);
}

/** One panel, its gates activated. */
@inline
function forwardPanel(gates: usize, m: v128, carry: i32, hPrev: usize, cPrev: usize, h: usize, c: usize): void {
  const before0 = v128.load(cPrev);
  const before1 = v128.load(cPrev, 16);
  let cell0 = f32x4.add(f32x4.mul(v128.load(gates, 32), before0), f32x4.mul(v128.load(gates), v128.load(gates, 96)));
  let cell1 = f32x4.add(f32x4.mul(v128.load(gates, 48), before1), f32x4.mul(v128.load(gates, 16), v128.load(gates, 112)));
  let state0 = f32x4.mul(v128.load(gates, 64), tanhV(cell0));
  let state1 = f32x4.mul(v128.load(gates, 80), tanhV(cell1));
  if (carry) {
    cell0 = blend(m, before0, cell0);
    cell1 = blend(m, before1, cell1);
    state0 = blend(m, v128.load(hPrev), state0);
    state1 = blend(m, v128.load(hPrev, 16), state1);
  } else {
    cell0 = f32x4.mul(m, cell0);
    cell1 = f32x4.mul(m, cell1);
    state0 = f32x4.mul(m, state0);
    state1 = f32x4.mul(m, state1);
  }
  v128.store(c, cell0);
  v128.store(c, cell1, 16);
  v128.store(h, state0);
  v128.store(h, state1, 16);
}

/** Gates of listed groups: pre-activations to i f o g. h, c: the new state of every unit; not hPrev, cPrev themselves. */
export function lstmGroupForward(
  batch: i32, units: i32, groupSize: i32, list: usize, counts: usize, slots: i32, gates: usize,
  mask: usize, carry: i32, hPrev: usize, cPrev: usize, h: usize, c: usize,
): void {
  const row = bytes(units);
  if (carry) {
    memory.copy(h, hPrev, <usize>batch * row);
    memory.copy(c, cPrev, <usize>batch * row);
  } else {
    memory.fill(h, 0, <usize>batch * row);
    memory.fill(c, 0, <usize>batch * row);
  }
  const panels = panelsOf(groupSize);
  const sample = <usize>(slots * panels) * SIZE;
  for (let b = 0; b < batch; b++, gates += sample, list += bytes(slots)) {
    const n = at(counts, b);
    if (n > 0) activate(n * panels, gates);
    let panel = gates;
    for (let k = 0; k < n; k++) {
      const first = at(list, k) * groupSize;
      const m = v128.load32_splat(mask + bytes(first));
      for (let u = first; u < first + groupSize; u += PANEL, panel += SIZE) {
        const at = bytes(u);
        const inside = unitsOf(u, units);
        if (inside == PANEL) {
          forwardPanel(panel, m, carry, hPrev + at, cPrev + at, h + at, c + at);
        } else if (inside > 0) {
          toTail(0, inside, hPrev + at);
          toTail(1, inside, cPrev + at);
          forwardPanel(panel, m, carry, tailOf(0), tailOf(1), tailOf(2), tailOf(3));
          copyNumbers(inside, tailOf(2), h + at);
          copyNumbers(inside, tailOf(3), c + at);
        }
      }
    }
    mask += row;
    hPrev += row;
    cPrev += row;
    h += row;
    c += row;
  }
}

/** One panel. */
@inline
function backwardPanel(
  gates: usize, m: v128, carry: i32, hPrev: usize, cPrev: usize, dh: usize, dc: usize, dMask: usize,
): void {
  const one = f32x4.splat(1);
  const i0 = v128.load(gates);
  const i1 = v128.load(gates, 16);
  const f0 = v128.load(gates, 32);
  const f1 = v128.load(gates, 48);
  const o0 = v128.load(gates, 64);
  const o1 = v128.load(gates, 80);
  const g0 = v128.load(gates, 96);
  const g1 = v128.load(gates, 112);
  const before0 = v128.load(cPrev);
  const before1 = v128.load(cPrev, 16);
  const dState0 = v128.load(dh);
  const dState1 = v128.load(dh, 16);
  const dCell0 = v128.load(dc);
  const dCell1 = v128.load(dc, 16);
  const cell0 = f32x4.add(f32x4.mul(f0, before0), f32x4.mul(i0, g0));
  const cell1 = f32x4.add(f32x4.mul(f1, before1), f32x4.mul(i1, g1));
  const squashed0 = tanhV(cell0);
  const squashed1 = tanhV(cell1);
  if (dMask) {
    let state0 = f32x4.mul(o0, squashed0);
    let state1 = f32x4.mul(o1, squashed1);
    let change0 = cell0;
    let change1 = cell1;
    if (carry) {
      state0 = f32x4.sub(state0, v128.load(hPrev));
      state1 = f32x4.sub(state1, v128.load(hPrev, 16));
      change0 = f32x4.sub(cell0, before0);
      change1 = f32x4.sub(cell1, before1);
    }
    const d0 = f32x4.add(f32x4.mul(dState0, state0), f32x4.mul(dCell0, change0));
    const d1 = f32x4.add(f32x4.mul(dState1, state1), f32x4.mul(dCell1, change1));
    v128.store(dMask, d0);
    v128.store(dMask, d1, 16);
  }
  const inner0 = f32x4.mul(m, dState0);
  const inner1 = f32x4.mul(m, dState1);
  const slope0 = f32x4.mul(o0, f32x4.sub(one, f32x4.mul(squashed0, squashed0)));
  const slope1 = f32x4.mul(o1, f32x4.sub(one, f32x4.mul(squashed1, squashed1)));
  const d0 = f32x4.add(f32x4.mul(m, dCell0), f32x4.mul(inner0, slope0));
  const d1 = f32x4.add(f32x4.mul(m, dCell1), f32x4.mul(inner1, slope1));
  const di0 = f32x4.mul(f32x4.mul(d0, g0), f32x4.mul(i0, f32x4.sub(one, i0)));
  const di1 = f32x4.mul(f32x4.mul(d1, g1), f32x4.mul(i1, f32x4.sub(one, i1)));
  const df0 = f32x4.mul(f32x4.mul(d0, before0), f32x4.mul(f0, f32x4.sub(one, f0)));
  const df1 = f32x4.mul(f32x4.mul(d1, before1), f32x4.mul(f1, f32x4.sub(one, f1)));
  const do0 = f32x4.mul(f32x4.mul(inner0, squashed0), f32x4.mul(o0, f32x4.sub(one, o0)));
  const do1 = f32x4.mul(f32x4.mul(inner1, squashed1), f32x4.mul(o1, f32x4.sub(one, o1)));
  const dg0 = f32x4.mul(f32x4.mul(d0, i0), f32x4.sub(one, f32x4.mul(g0, g0)));
  const dg1 = f32x4.mul(f32x4.mul(d1, i1), f32x4.sub(one, f32x4.mul(g1, g1)));
  let through0 = f32x4.mul(d0, f0);
  let through1 = f32x4.mul(d1, f1);
  v128.store(gates, di0);
  v128.store(gates, di1, 16);
  v128.store(gates, df0, 32);
  v128.store(gates, df1, 48);
  v128.store(gates, do0, 64);
  v128.store(gates, do1, 80);
  v128.store(gates, dg0, 96);
  v128.store(gates, dg1, 112);
  if (carry) {
    const rest = f32x4.sub(one, m);
    through0 = f32x4.add(through0, f32x4.mul(rest, dCell0));
    through1 = f32x4.add(through1, f32x4.mul(rest, dCell1));
    const rest0 = f32x4.mul(rest, dState0);
    const rest1 = f32x4.mul(rest, dState1);
    v128.store(dh, rest0);
    v128.store(dh, rest1, 16);
  }
  v128.store(dc, through0);
  v128.store(dc, through1, 16);
}

/** Gates of listed groups: i f o g to gradients of pre-activations. dh, dc: of this step to the direct part of the last. */
export function lstmGroupBackward(
  batch: i32, units: i32, groupSize: i32, list: usize, counts: usize, slots: i32, gates: usize,
  mask: usize, carry: i32, hPrev: usize, cPrev: usize, dh: usize, dc: usize, dMask: usize,
): void {
  const row = bytes(units);
  if (dMask) memory.fill(dMask, 0, <usize>batch * row);
  const sample = <usize>(slots * panelsOf(groupSize)) * SIZE;
  for (let b = 0; b < batch; b++, gates += sample, list += bytes(slots)) {
    const n = at(counts, b);
    let panel = gates;
    for (let k = 0; k < n; k++) {
      const first = at(list, k) * groupSize;
      const m = v128.load32_splat(mask + bytes(first));
      for (let u = first; u < first + groupSize; u += PANEL, panel += SIZE) {
        const at = bytes(u);
        const inside = unitsOf(u, units);
        if (inside == PANEL) {
          backwardPanel(panel, m, carry, hPrev + at, cPrev + at, dh + at, dc + at, dMask ? dMask + at : 0);
        } else if (inside > 0) {
          toTail(0, inside, hPrev + at);
          toTail(1, inside, cPrev + at);
          toTail(2, inside, dh + at);
          toTail(3, inside, dc + at);
          backwardPanel(panel, m, carry, tailOf(0), tailOf(1), tailOf(2), tailOf(3), tailOf(4));
          copyNumbers(inside, tailOf(2), dh + at);
          copyNumbers(inside, tailOf(3), dc + at);
          if (dMask) copyNumbers(inside, tailOf(4), dMask + at);
        } else {
          memory.fill(panel, 0, SIZE);
        }
      }
    }
    if (!carry) clearUnlistedGroups(units, groupSize, list, n, dc);
    mask += row;
    hPrev += row;
    cPrev += row;
    dh += row;
    dc += row;
    if (dMask) dMask += row;
  }
  if (!carry) memory.fill(dh - <usize>batch * row, 0, <usize>batch * row);
}
