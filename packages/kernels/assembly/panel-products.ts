/**
 * Products of rows that keep some panels of eight channels, see panel-lists.ts: columns and rows of a row's sub-matrix are its places.
 *
 *   forward          out[p] = bias[panel p] + sum over places q of the row: W[panel p][panel q] x[q]
 *   weight gradient  dW[panel p][panel q] += d[p] x[q]',  dBias[panel p] += d[p]
 *
 * Weights are [panels][columns][width], `columns` of them in runs of `run` a panel: 8 and width 16 for values and gates side by
 * side, 16 and width 8 for the way back through the transpose. Order of the sums: bias first, then columns ascending; gradients
 * are added row after row.
 */
import { bytes } from './copy';
import { at } from './group-panels';

/** One place of a row: all columns of its places [first, end). wide: width 16, else 8. */
@inline
function place(
  wide: bool, first: i32, end: i32, panels: usize, w: usize, x: usize, bias: usize, out: usize,
): void {
  const zero = f32x4.splat(0);
  let s0 = bias ? v128.load(bias) : zero;
  let s1 = bias ? v128.load(bias, 16) : zero;
  let s2 = wide && bias ? v128.load(bias, 32) : zero;
  let s3 = wide && bias ? v128.load(bias, 48) : zero;
  for (let q = first; q < end; q++) {
    // A run of columns takes 512 bytes either way.
    let p = w + (<usize>at(panels, q) << 9);
    const stop = p + 512;
    let v = x + (<usize>q << (wide ? 5 : 6));
    do {
      const value = v128.load32_splat(v);
      s0 = f32x4.add(s0, f32x4.mul(value, v128.load(p)));
      s1 = f32x4.add(s1, f32x4.mul(value, v128.load(p, 16)));
      if (wide) s2 = f32x4.add(s2, f32x4.mul(value, v128.load(p, 32)));
      if (wide) s3 = f32x4.add(s3, f32x4.mul(value, v128.load(p, 48)));
      v += 4;
      p += wide ? 64 : 32;
    } while (p < stop);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  if (wide) v128.store(out, s2, 32);
  if (wide) v128.store(out, s3, 48);
}

/** out [places][16] from x [places][8], w [count][count][8][16], bias [count][16]. */
export function panelMix(
  rows: i32, count: i32, offsets: usize, panels: usize, w: usize, x: usize, bias: usize, out: usize,
): void {
  const panel = <usize>count << 9;
  for (let r = 0; r < rows; r++) {
    const first = at(offsets, r);
    const end = at(offsets, r + 1);
    for (let p = first; p < end; p++) {
      const q = <usize>at(panels, p);
      place(true, first, end, panels, w + q * panel, x, bias + (q << 6), out + (<usize>p << 6));
    }
  }
}

/** dx [places][8] from d [places][16], wT [count][count][16][8] as panelTranspose gives it. */
export function panelMixBackward(
  rows: i32, count: i32, offsets: usize, panels: usize, wT: usize, d: usize, dx: usize,
): void {
  const panel = <usize>count << 9;
  for (let r = 0; r < rows; r++) {
    const first = at(offsets, r);
    const end = at(offsets, r + 1);
    for (let p = first; p < end; p++) {
      place(false, first, end, panels, wT + <usize>at(panels, p) * panel, d, 0, dx + (<usize>p << 5));
    }
  }
}

/** wT [q][p][16][8] = w [p][q][8][16]. */
export function panelTranspose(count: i32, w: usize, wT: usize): void {
  for (let p = 0; p < count; p++) {
    for (let q = 0; q < count; q++, w += 512) {
      const to = wT + (<usize>(q * count + p) << 9);
      for (let i = 0; i < 8; i++) {
        for (let j = 0; j < 16; j++) f32.store(to + bytes(8 * j + i), f32.load(w + bytes(16 * i + j)));
      }
    }
  }
}

/** Adds to dW [count][count][8][16] and dBias [count][16], from x [places][8] and d [places][16]. */
export function panelMixGradient(
  rows: i32, count: i32, offsets: usize, panels: usize, x: usize, d: usize, dW: usize, dBias: usize,
): void {
  const panel = <usize>count << 9;
  for (let r = 0; r < rows; r++) {
    const first = at(offsets, r);
    const end = at(offsets, r + 1);
    for (let p = first; p < end; p++) {
      const target = <usize>at(panels, p);
      const from = d + (<usize>p << 6);
      const d0 = v128.load(from);
      const d1 = v128.load(from, 16);
      const d2 = v128.load(from, 32);
      const d3 = v128.load(from, 48);
      addTo(dBias + (target << 6), d0, d1, d2, d3);
      for (let q = first; q < end; q++) {
        let to = dW + target * panel + (<usize>at(panels, q) << 9);
        const stop = to + 512;
        let v = x + (<usize>q << 5);
        do {
          const value = v128.load32_splat(v);
          addTo(to, f32x4.mul(value, d0), f32x4.mul(value, d1), f32x4.mul(value, d2), f32x4.mul(value, d3));
          v += 4;
          to += 64;
        } while (to < stop);
      }
    }
  }
}

@inline
function addTo(to: usize, d0: v128, d1: v128, d2: v128, d3: v128): void {
  const s0 = f32x4.add(v128.load(to), d0);
  const s1 = f32x4.add(v128.load(to, 16), d1);
  const s2 = f32x4.add(v128.load(to, 32), d2);
  const s3 = f32x4.add(v128.load(to, 48), d3);
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}

/** out [places][8] = bias [count][8] + W x, of all inputs: w [count][inputs][8], x [rows][inputs]. */
export function panelInputs(
  rows: i32, inputs: i32, offsets: usize, panels: usize, w: usize, x: usize, bias: usize, out: usize,
): void {
  for (let r = 0; r < rows; r++, x += bytes(inputs)) {
    for (let p = at(offsets, r); p < at(offsets, r + 1); p++) {
      const q = <usize>at(panels, p);
      let s0 = v128.load(bias + (q << 5));
      let s1 = v128.load(bias + (q << 5), 16);
      let c = w + q * (<usize>inputs << 5);
      for (let v = x; v < x + bytes(inputs); v += 4, c += 32) {
        const value = v128.load32_splat(v);
        s0 = f32x4.add(s0, f32x4.mul(value, v128.load(c)));
        s1 = f32x4.add(s1, f32x4.mul(value, v128.load(c, 16)));
      }
      const to = out + (<usize>p << 5);
      v128.store(to, s0);
      v128.store(to, s1, 16);
    }
  }
}

/** Adds to dW [count][inputs][8] and dBias [count][8] from d [places][8]; writes dx [rows][inputs] = W' d, if it is wanted. */
export function panelInputsBackward(
  rows: i32, inputs: i32, offsets: usize, panels: usize, w: usize, x: usize, d: usize,
  dW: usize, dBias: usize, dx: usize,
): void {
  if (dx) memory.fill(dx, 0, <usize>rows * bytes(inputs));
  for (let r = 0; r < rows; r++, x += bytes(inputs)) {
    for (let p = at(offsets, r); p < at(offsets, r + 1); p++) {
      const q = <usize>at(panels, p);
      const from = d + (<usize>p << 5);
      const d0 = v128.load(from);
      const d1 = v128.load(from, 16);
      add8(dBias + (q << 5), d0, d1);
      let to = q * (<usize>inputs << 5);
      for (let i: usize = 0; i < bytes(inputs); i += 4, to += 32) {
        const value = v128.load32_splat(x + i);
        add8(dW + to, f32x4.mul(value, d0), f32x4.mul(value, d1));
        if (!dx) continue;
        const sum = f32x4.add(f32x4.mul(v128.load(w + to), d0), f32x4.mul(v128.load(w + to, 16), d1));
        const four =
          f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 2) + (f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3));
        f32.store(dx + i, f32.load(dx + i) + four);
      }
    }
    if (dx) dx += bytes(inputs);
  }
}

@inline
function add8(to: usize, d0: v128, d1: v128): void {
  const s0 = f32x4.add(v128.load(to), d0);
  const s1 = f32x4.add(v128.load(to, 16), d1);
  v128.store(to, s0);
  v128.store(to, s1, 16);
}
