/** Values of the columns that a step over groups reads, and what their gradients mean, see groups.ts. */
import { bytes, copyNumbers } from './copy';
import { PANEL, at } from './group-panels';

/** out [batch][slots][groupSize] = mask * x of the units of the listed groups; 0 behind the last unit. x, mask [batch][units]. */
export function gatherGroups(
  batch: i32, units: i32, groupSize: i32, slots: i32, list: usize, counts: usize, mask: usize, x: usize, out: usize,
): void {
  const size = bytes(groupSize);
  for (let b = 0; b < batch; b++) {
    const n = at(counts, b);
    for (let k = 0; k < n; k++) {
      const first = at(list, k) * groupSize;
      let from = x + bytes(first);
      const m = v128.load32_splat(mask + bytes(first));
      let to = out + <usize>k * size;
      for (let u = first; u < first + groupSize; u += PANEL, from += 32, to += 32) {
        let source = from;
        if (u + PANEL > units) {
          memory.fill(to, 0, 32);
          copyNumbers(max(0, units - u), from, to);
          source = to;
        }
        const low = f32x4.mul(m, v128.load(source));
        const high = f32x4.mul(m, v128.load(source, 16));
        v128.store(to, low);
        v128.store(to, high, 16);
      }
    }
    x += bytes(units);
    mask += bytes(units);
    list += bytes(slots);
    out += <usize>slots * size;
  }
}

/**
 * For the gradients du [batch][slots][groupSize] of u = m x at the listed groups: dx += m du and, if it is wanted,
 * dMask += x du; x, mask, dx, dMask [batch][units].
 */
export function spreadGroups(
  batch: i32, units: i32, groupSize: i32, slots: i32, list: usize, counts: usize, mask: usize, x: usize, du: usize,
  dx: usize, dMask: usize,
): void {
  for (let b = 0; b < batch; b++) {
    const n = at(counts, b);
    for (let k = 0; k < n; k++) {
      const first = at(list, k) * groupSize;
      const end = bytes(min(units, first + groupSize));
      const d = du + bytes(k * groupSize) - bytes(first);
      let u = bytes(first);
      const m = v128.load32_splat(mask + u);
      for (; u + 32 <= end; u += 32) {
        const d0 = v128.load(d + u);
        const d1 = v128.load(d + u, 16);
        const s0 = f32x4.add(v128.load(dx + u), f32x4.mul(m, d0));
        const s1 = f32x4.add(v128.load(dx + u, 16), f32x4.mul(m, d1));
        v128.store(dx + u, s0);
        v128.store(dx + u, s1, 16);
        if (dMask) {
          const m0 = f32x4.add(v128.load(dMask + u), f32x4.mul(v128.load(x + u), d0));
          const m1 = f32x4.add(v128.load(dMask + u, 16), f32x4.mul(v128.load(x + u, 16), d1));
          v128.store(dMask + u, m0);
          v128.store(dMask + u, m1, 16);
        }
      }
      for (; u < end; u += 4) {
        const one = f32.load(d + u);
        f32.store(dx + u, f32.load(dx + u) + f32.load(mask + u) * one);
        if (dMask) f32.store(dMask + u, f32.load(dMask + u) + f32.load(x + u) * one);
      }
    }
    list += bytes(slots);
    mask += bytes(units);
    x += bytes(units);
    du += bytes(slots * groupSize);
    dx += bytes(units);
    if (dMask) dMask += bytes(units);
  }
}
