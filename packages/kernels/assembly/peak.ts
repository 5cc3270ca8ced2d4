/**
 * The arithmetic ceiling of one core without fused multiply-add: independent chains x = x/2 + 1/4 of four lanes, one link an
 * iteration, nothing loaded or stored between. Chain i starts at `iterations` + i, so nothing can be folded; every chain
 * tends to 1/2. Both factors come from memory: literals, newer versions of V8 would load in every round.
 */

const FACTORS: usize = memory.data(32, 16);
const CHAINS: usize = memory.data(24 * 16, 16);

/**
 * Twelve chains fill the units of a processor that adds and multiplies in three cycles each, and fit into its registers.
 * Returns the sum of the first lanes. At least one link.
 */
export function peakMulAdd(iterations: i32): f32 {
  begin(12, iterations);
  const half = v128.load(FACTORS);
  const quarter = v128.load(FACTORS, 16);
  let x0 = v128.load(CHAINS, 0);
  let x1 = v128.load(CHAINS, 16);
  let x2 = v128.load(CHAINS, 32);
  let x3 = v128.load(CHAINS, 48);
  let x4 = v128.load(CHAINS, 64);
  let x5 = v128.load(CHAINS, 80);
  let x6 = v128.load(CHAINS, 96);
  let x7 = v128.load(CHAINS, 112);
  let x8 = v128.load(CHAINS, 128);
  let x9 = v128.load(CHAINS, 144);
  let x10 = v128.load(CHAINS, 160);
  let x11 = v128.load(CHAINS, 176);
  do {
    x0 = f32x4.add(f32x4.mul(x0, half), quarter);
    x1 = f32x4.add(f32x4.mul(x1, half), quarter);
    x2 = f32x4.add(f32x4.mul(x2, half), quarter);
    x3 = f32x4.add(f32x4.mul(x3, half), quarter);
    x4 = f32x4.add(f32x4.mul(x4, half), quarter);
    x5 = f32x4.add(f32x4.mul(x5, half), quarter);
    x6 = f32x4.add(f32x4.mul(x6, half), quarter);
    x7 = f32x4.add(f32x4.mul(x7, half), quarter);
    x8 = f32x4.add(f32x4.mul(x8, half), quarter);
    x9 = f32x4.add(f32x4.mul(x9, half), quarter);
    x10 = f32x4.add(f32x4.mul(x10, half), quarter);
    x11 = f32x4.add(f32x4.mul(x11, half), quarter);
  } while (--iterations > 0);
  v128.store(CHAINS, x0, 0);
  v128.store(CHAINS, x1, 16);
  v128.store(CHAINS, x2, 32);
  v128.store(CHAINS, x3, 48);
  v128.store(CHAINS, x4, 64);
  v128.store(CHAINS, x5, 80);
  v128.store(CHAINS, x6, 96);
  v128.store(CHAINS, x7, 112);
  v128.store(CHAINS, x8, 128);
  v128.store(CHAINS, x9, 144);
  v128.store(CHAINS, x10, 160);
  v128.store(CHAINS, x11, 176);
  return total(12);
}

/** The same with 24 chains: fills vectors of 256 bits where V8 joins them; elsewhere registers do not suffice. */
export function peakMulAddWide(iterations: i32): f32 {
  begin(24, iterations);
  const half = v128.load(FACTORS);
  const quarter = v128.load(FACTORS, 16);
  let x0 = v128.load(CHAINS, 0);
  let x1 = v128.load(CHAINS, 16);
  let x2 = v128.load(CHAINS, 32);
  let x3 = v128.load(CHAINS, 48);
  let x4 = v128.load(CHAINS, 64);
  let x5 = v128.load(CHAINS, 80);
  let x6 = v128.load(CHAINS, 96);
  let x7 = v128.load(CHAINS, 112);
  let x8 = v128.load(CHAINS, 128);
  let x9 = v128.load(CHAINS, 144);
  let x10 = v128.load(CHAINS, 160);
  let x11 = v128.load(CHAINS, 176);
  let x12 = v128.load(CHAINS, 192);
  let x13 = v128.load(CHAINS, 208);
  let x14 = v128.load(CHAINS, 224);
  let x15 = v128.load(CHAINS, 240);
  let x16 = v128.load(CHAINS, 256);
  let x17 = v128.load(CHAINS, 272);
  let x18 = v128.load(CHAINS, 288);
  let x19 = v128.load(CHAINS, 304);
  let x20 = v128.load(CHAINS, 320);
  let x21 = v128.load(CHAINS, 336);
  let x22 = v128.load(CHAINS, 352);
  let x23 = v128.load(CHAINS, 368);
  do {
    x0 = f32x4.add(f32x4.mul(x0, half), quarter);
    x1 = f32x4.add(f32x4.mul(x1, half), quarter);
    x2 = f32x4.add(f32x4.mul(x2, half), quarter);
    x3 = f32x4.add(f32x4.mul(x3, half), quarter);
    x4 = f32x4.add(f32x4.mul(x4, half), quarter);
    x5 = f32x4.add(f32x4.mul(x5, half), quarter);
    x6 = f32x4.add(f32x4.mul(x6, half), quarter);
    x7 = f32x4.add(f32x4.mul(x7, half), quarter);
    x8 = f32x4.add(f32x4.mul(x8, half), quarter);
    x9 = f32x4.add(f32x4.mul(x9, half), quarter);
    x10 = f32x4.add(f32x4.mul(x10, half), quarter);
    x11 = f32x4.add(f32x4.mul(x11, half), quarter);
    x12 = f32x4.add(f32x4.mul(x12, half), quarter);
    x13 = f32x4.add(f32x4.mul(x13, half), quarter);
    x14 = f32x4.add(f32x4.mul(x14, half), quarter);
    x15 = f32x4.add(f32x4.mul(x15, half), quarter);
    x16 = f32x4.add(f32x4.mul(x16, half), quarter);
    x17 = f32x4.add(f32x4.mul(x17, half), quarter);
    x18 = f32x4.add(f32x4.mul(x18, half), quarter);
    x19 = f32x4.add(f32x4.mul(x19, half), quarter);
    x20 = f32x4.add(f32x4.mul(x20, half), quarter);
    x21 = f32x4.add(f32x4.mul(x21, half), quarter);
    x22 = f32x4.add(f32x4.mul(x22, half), quarter);
    x23 = f32x4.add(f32x4.mul(x23, half), quarter);
  } while (--iterations > 0);
  v128.store(CHAINS, x0, 0);
  v128.store(CHAINS, x1, 16);
  v128.store(CHAINS, x2, 32);
  v128.store(CHAINS, x3, 48);
  v128.store(CHAINS, x4, 64);
  v128.store(CHAINS, x5, 80);
  v128.store(CHAINS, x6, 96);
  v128.store(CHAINS, x7, 112);
  v128.store(CHAINS, x8, 128);
  v128.store(CHAINS, x9, 144);
  v128.store(CHAINS, x10, 160);
  v128.store(CHAINS, x11, 176);
  v128.store(CHAINS, x12, 192);
  v128.store(CHAINS, x13, 208);
  v128.store(CHAINS, x14, 224);
  v128.store(CHAINS, x15, 240);
  v128.store(CHAINS, x16, 256);
  v128.store(CHAINS, x17, 272);
  v128.store(CHAINS, x18, 288);
  v128.store(CHAINS, x19, 304);
  v128.store(CHAINS, x20, 320);
  v128.store(CHAINS, x21, 336);
  v128.store(CHAINS, x22, 352);
  v128.store(CHAINS, x23, 368);
  return total(24);
}

function begin(chains: i32, iterations: i32): void {
  v128.store(FACTORS, f32x4.splat(0.5));
  v128.store(FACTORS, f32x4.splat(0.25), 16);
  for (let i = 0; i < chains; i++) v128.store(CHAINS + ((<usize>i) << 4), f32x4.splat(<f32>(iterations + i)));
}

function total(chains: i32): f32 {
  let sum: f32 = 0;
  for (let i = 0; i < chains; i++) sum += load<f32>(CHAINS + ((<usize>i) << 4));
  return sum;
}
