/**
 * The inner loops of dense products: a panel of B times a few rows of A.
 *
 * A tile is 2 rows by 16 columns: 8 sums, 4 vectors of B and one number of A at a time in the 16 vector registers; 6 loads feed
 * 16 arithmetic instructions. Where V8 joins vectors in pairs there is room for 4 rows, and 8 loads feed 32.
 */
import { narrowTile } from './gemm-narrow';
import { LINE, WIDTH } from './panel';

/** Where a tile goes first that is wider than what is left of C: four rows of a panel. */
const EDGE: usize = memory.data(256, 64);

/** Whether tiles have four rows where that many are left. */
let tall: i32 = 0;

/** Tiles of four rows: for where V8 joins vectors. No sum changes. */
export function useTallTiles(on: i32): void {
  tall = on;
}

/**
 * One panel times m rows of A: `width` columns of C. Number r of row i of A is at a + (i/4)*four + (i%4)*row + r*step; strides
 * in bytes.
 */
export function tiles(
  m: i32,
  width: i32,
  depth: i32,
  a: usize,
  four: usize,
  row: usize,
  step: usize,
  panel: usize,
  c: usize,
  ldc: usize,
  accumulate: i32,
): void {
  const whole = width == WIDTH;
  let i = 0;
  if (width <= 8) {
    for (; i + 4 <= m; i += 4) {
      narrowTile(width, depth, a, row, step, panel, EDGE);
      for (let r: usize = 0; r < 4; r++) finish(width, EDGE + r * LINE, c + r * ldc, accumulate);
      a += four;
      c += 4 * ldc;
    }
  } else if (tall) {
    for (; i + 4 <= m; i += 4) {
      if (whole) {
        tile4(depth, a, row, step, panel, c, ldc, accumulate);
      } else {
        tile4(depth, a, row, step, panel, EDGE, LINE, 0);
        for (let r: usize = 0; r < 4; r++) finish(width, EDGE + r * LINE, c + r * ldc, accumulate);
      }
      a += four;
      c += 4 * ldc;
    }
  }
  for (; i + 2 <= m; i += 2) {
    if (whole) {
      tile2(depth, a, row, step, panel, c, ldc, accumulate);
    } else {
      tile2(depth, a, row, step, panel, EDGE, LINE, 0);
      finish(width, EDGE, c, accumulate);
      finish(width, EDGE + LINE, c + ldc, accumulate);
    }
    a += i & 2 ? four - 2 * row : 2 * row;
    c += 2 * ldc;
  }
  if (i < m) {
    if (whole) {
      tile1(depth, a, step, panel, c, accumulate);
    } else {
      tile1(depth, a, step, panel, EDGE, 0);
      finish(width, EDGE, c, accumulate);
    }
  }
}

/**
 * Four rows of A times a panel, the sums in the same order as tile2: two thirds of the loads for each, but sixteen sums, which
 * fit into registers only in pairs.
 */
function tile4(
  depth: i32,
  a: usize,
  row: usize,
  step: usize,
  b: usize,
  c: usize,
  ldc: usize,
  accumulate: i32,
): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  let u0 = s0;
  let u1 = s0;
  let u2 = s0;
  let u3 = s0;
  let w0 = s0;
  let w1 = s0;
  let w2 = s0;
  let w3 = s0;
  let a1 = a + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  const end = b + <usize>depth * LINE;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    let x = v128.load_splat<f32>(a);
    s0 = f32x4.add(s0, f32x4.mul(x, b0));
    s1 = f32x4.add(s1, f32x4.mul(x, b1));
    s2 = f32x4.add(s2, f32x4.mul(x, b2));
    s3 = f32x4.add(s3, f32x4.mul(x, b3));
    x = v128.load_splat<f32>(a1);
    t0 = f32x4.add(t0, f32x4.mul(x, b0));
    t1 = f32x4.add(t1, f32x4.mul(x, b1));
    t2 = f32x4.add(t2, f32x4.mul(x, b2));
    t3 = f32x4.add(t3, f32x4.mul(x, b3));
    x = v128.load_splat<f32>(a2);
    u0 = f32x4.add(u0, f32x4.mul(x, b0));
    u1 = f32x4.add(u1, f32x4.mul(x, b1));
    u2 = f32x4.add(u2, f32x4.mul(x, b2));
    u3 = f32x4.add(u3, f32x4.mul(x, b3));
    x = v128.load_splat<f32>(a3);
    w0 = f32x4.add(w0, f32x4.mul(x, b0));
    w1 = f32x4.add(w1, f32x4.mul(x, b1));
    w2 = f32x4.add(w2, f32x4.mul(x, b2));
    w3 = f32x4.add(w3, f32x4.mul(x, b3));
    b += LINE;
    a += step;
    a1 += step;
    a2 += step;
    a3 += step;
  }
  putLine(c, s0, s1, s2, s3, accumulate);
  c += ldc;
  putLine(c, t0, t1, t2, t3, accumulate);
  c += ldc;
  putLine(c, u0, u1, u2, u3, accumulate);
  c += ldc;
  putLine(c, w0, w1, w2, w3, accumulate);
}

/** Two rows of A times a panel. The inner loop is not unrolled: the compiler would hoist loads and spill. */
function tile2(
  depth: i32,
  a: usize,
  row: usize,
  step: usize,
  b: usize,
  c: usize,
  ldc: usize,
  accumulate: i32,
): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  let a1 = a + row;
  const end = b + <usize>depth * LINE;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    let x = v128.load_splat<f32>(a);
    s0 = f32x4.add(s0, f32x4.mul(x, b0));
    s1 = f32x4.add(s1, f32x4.mul(x, b1));
    s2 = f32x4.add(s2, f32x4.mul(x, b2));
    s3 = f32x4.add(s3, f32x4.mul(x, b3));
    x = v128.load_splat<f32>(a1);
    t0 = f32x4.add(t0, f32x4.mul(x, b0));
    t1 = f32x4.add(t1, f32x4.mul(x, b1));
    t2 = f32x4.add(t2, f32x4.mul(x, b2));
    t3 = f32x4.add(t3, f32x4.mul(x, b3));
    b += LINE;
    a += step;
    a1 += step;
  }
  putLine(c, s0, s1, s2, s3, accumulate);
  putLine(c + ldc, t0, t1, t2, t3, accumulate);
}

/** One row of A times a panel, the sums in the same order as tile2. */
function tile1(depth: i32, a: usize, step: usize, b: usize, c: usize, accumulate: i32): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const end = b + <usize>depth * LINE;
  while (b < end) {
    const x = v128.load_splat<f32>(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b, 32)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b, 48)));
    b += LINE;
    a += step;
  }
  putLine(c, s0, s1, s2, s3, accumulate);
}

@inline
function putLine(c: usize, s0: v128, s1: v128, s2: v128, s3: v128, accumulate: i32): void {
  if (accumulate) {
    s0 = f32x4.add(v128.load(c), s0);
    s1 = f32x4.add(v128.load(c, 16), s1);
    s2 = f32x4.add(v128.load(c, 32), s2);
    s3 = f32x4.add(v128.load(c, 48), s3);
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
}

/** Writes the first `width` numbers of an edge tile's row to C. */
function finish(width: i32, from: usize, c: usize, accumulate: i32): void {
  let j = 0;
  for (; j + 4 <= width; j += 4) {
    const v = v128.load(from);
    v128.store(c, accumulate ? f32x4.add(v128.load(c), v) : v);
    from += 16;
    c += 16;
  }
  for (; j < width; j++) {
    const v = load<f32>(from);
    store<f32>(c, accumulate ? load<f32>(c) + v : v);
    from += 4;
    c += 4;
  }
}
