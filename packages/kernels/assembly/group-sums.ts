/** Sums of one panel, 32 or 24 numbers, that stay in registers: how groups.ts adds columns to them. `wide`: four gates, a literal. */
import { bytes } from './copy';
import { at } from './group-panels';

/** Bytes of a column of a panel. */
@inline
export function columnOf(wide: bool): usize {
  return wide ? 128 : 96;
}

/** target = source + all of `length` columns, for two samples. */
@inline
export function addAllOfTwo(
  wide: bool, length: i32, w: usize, v: usize, source: usize, target: usize, v2: usize, source2: usize, target2: usize,
): void {
  let s0 = v128.load(source);
  let s1 = v128.load(source, 16);
  let s2 = v128.load(source, 32);
  let s3 = v128.load(source, 48);
  let s4 = v128.load(source, 64);
  let s5 = v128.load(source, 80);
  let s6 = wide ? v128.load(source, 96) : s5;
  let s7 = wide ? v128.load(source, 112) : s5;
  let t0 = v128.load(source2);
  let t1 = v128.load(source2, 16);
  let t2 = v128.load(source2, 32);
  let t3 = v128.load(source2, 48);
  let t4 = v128.load(source2, 64);
  let t5 = v128.load(source2, 80);
  let t6 = wide ? v128.load(source2, 96) : t5;
  let t7 = wide ? v128.load(source2, 112) : t5;
  const end = v + bytes(length);
  do {
    const x = v128.load32_splat(v);
    const y = v128.load32_splat(v2);
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    s0 = f32x4.add(s0, f32x4.mul(x, w0));
    s1 = f32x4.add(s1, f32x4.mul(x, w1));
    t0 = f32x4.add(t0, f32x4.mul(y, w0));
    t1 = f32x4.add(t1, f32x4.mul(y, w1));
    const w2 = v128.load(w, 32);
    const w3 = v128.load(w, 48);
    s2 = f32x4.add(s2, f32x4.mul(x, w2));
    s3 = f32x4.add(s3, f32x4.mul(x, w3));
    t2 = f32x4.add(t2, f32x4.mul(y, w2));
    t3 = f32x4.add(t3, f32x4.mul(y, w3));
    const w4 = v128.load(w, 64);
    const w5 = v128.load(w, 80);
    s4 = f32x4.add(s4, f32x4.mul(x, w4));
    s5 = f32x4.add(s5, f32x4.mul(x, w5));
    t4 = f32x4.add(t4, f32x4.mul(y, w4));
    t5 = f32x4.add(t5, f32x4.mul(y, w5));
    if (wide) {
      const w6 = v128.load(w, 96);
      const w7 = v128.load(w, 112);
      s6 = f32x4.add(s6, f32x4.mul(x, w6));
      s7 = f32x4.add(s7, f32x4.mul(x, w7));
      t6 = f32x4.add(t6, f32x4.mul(y, w6));
      t7 = f32x4.add(t7, f32x4.mul(y, w7));
    }
    w += columnOf(wide);
    v += 4;
    v2 += 4;
  } while (v < end);
  storeSums(wide, target, s0, s1, s2, s3, s4, s5, s6, s7);
  storeSums(wide, target2, t0, t1, t2, t3, t4, t5, t6, t7);
}

/** target = source + n runs of columns of one sample, each `length` > 0 columns from list[i] * length on. */
@inline
export function addRuns(
  wide: bool, n: i32, list: usize, length: i32, w: usize, v: usize, source: usize, target: usize,
): void {
  let s0 = v128.load(source);
  let s1 = v128.load(source, 16);
  let s2 = v128.load(source, 32);
  let s3 = v128.load(source, 48);
  let s4 = v128.load(source, 64);
  let s5 = v128.load(source, 80);
  let s6 = wide ? v128.load(source, 96) : s5;
  let s7 = wide ? v128.load(source, 112) : s5;
  const run = <usize>length * columnOf(wide);
  for (let i = 0; i < n; i++) {
    let p = w + <usize>at(list, i) * run;
    const end = v + bytes(length);
    do {
      const x = v128.load32_splat(v);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(p)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(p, 16)));
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(p, 32)));
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(p, 48)));
      s4 = f32x4.add(s4, f32x4.mul(x, v128.load(p, 64)));
      s5 = f32x4.add(s5, f32x4.mul(x, v128.load(p, 80)));
      if (wide) s6 = f32x4.add(s6, f32x4.mul(x, v128.load(p, 96)));
      if (wide) s7 = f32x4.add(s7, f32x4.mul(x, v128.load(p, 112)));
      p += columnOf(wide);
      v += 4;
    } while (v < end);
  }
  storeSums(wide, target, s0, s1, s2, s3, s4, s5, s6, s7);
}

/** The same for two panels, the second one `panel` bytes behind in w and one column behind in source and target. */
@inline
export function addRunsToTwo(
  wide: bool, n: i32, list: usize, length: i32, w: usize, panel: usize, v: usize, source: usize, source2: usize, target: usize,
): void {
  let s0 = v128.load(source);
  let s1 = v128.load(source, 16);
  let s2 = v128.load(source, 32);
  let s3 = v128.load(source, 48);
  let s4 = v128.load(source, 64);
  let s5 = v128.load(source, 80);
  let s6 = wide ? v128.load(source, 96) : s5;
  let s7 = wide ? v128.load(source, 112) : s5;
  let t0 = v128.load(source2);
  let t1 = v128.load(source2, 16);
  let t2 = v128.load(source2, 32);
  let t3 = v128.load(source2, 48);
  let t4 = v128.load(source2, 64);
  let t5 = v128.load(source2, 80);
  let t6 = wide ? v128.load(source2, 96) : t5;
  let t7 = wide ? v128.load(source2, 112) : t5;
  const run = <usize>length * columnOf(wide);
  for (let i = 0; i < n; i++) {
    let p = w + <usize>at(list, i) * run;
    const end = v + bytes(length);
    do {
      const x = v128.load32_splat(v);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(p)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(p, 16)));
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(p, 32)));
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(p, 48)));
      s4 = f32x4.add(s4, f32x4.mul(x, v128.load(p, 64)));
      s5 = f32x4.add(s5, f32x4.mul(x, v128.load(p, 80)));
      if (wide) s6 = f32x4.add(s6, f32x4.mul(x, v128.load(p, 96)));
      if (wide) s7 = f32x4.add(s7, f32x4.mul(x, v128.load(p, 112)));
      const q = p + panel;
      t0 = f32x4.add(t0, f32x4.mul(x, v128.load(q)));
      t1 = f32x4.add(t1, f32x4.mul(x, v128.load(q, 16)));
      t2 = f32x4.add(t2, f32x4.mul(x, v128.load(q, 32)));
      t3 = f32x4.add(t3, f32x4.mul(x, v128.load(q, 48)));
      t4 = f32x4.add(t4, f32x4.mul(x, v128.load(q, 64)));
      t5 = f32x4.add(t5, f32x4.mul(x, v128.load(q, 80)));
      if (wide) t6 = f32x4.add(t6, f32x4.mul(x, v128.load(q, 96)));
      if (wide) t7 = f32x4.add(t7, f32x4.mul(x, v128.load(q, 112)));
      p += columnOf(wide);
      v += 4;
    } while (v < end);
  }
  storeSums(wide, target, s0, s1, s2, s3, s4, s5, s6, s7);
  storeSums(wide, target + columnOf(wide), t0, t1, t2, t3, t4, t5, t6, t7);
}

@inline
function storeSums(
  wide: bool, to: usize, s0: v128, s1: v128, s2: v128, s3: v128, s4: v128, s5: v128, s6: v128, s7: v128,
): void {
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  if (wide) v128.store(to, s6, 96);
  if (wide) v128.store(to, s7, 112);
}
