/** Between sequences [time, batch, channels] and the complex signals of fft.ts. */
import { storeLanes } from './partial-store';

/** Four groups of channels of samples b and b + 1 (0 if there is none) to [group][L + 4][8]; the last four rows are 0. */
export function gather(L: i32, batch: i32, H: i32, b: i32, first: i32, groups: i32, x: usize, to: usize): void {
  const size = (<usize>(L + 4)) << 5;
  const next = b + 1 < batch ? (<usize>H) << 2 : 0;
  let row = x + (((<usize>b) * (<usize>H) + ((<usize>first) << 2)) << 2);
  for (let t = 0; t < L; t++) {
    let o = to + ((<usize>t) << 5);
    for (let g = 0; g < groups; g++) {
      const p = row + ((<usize>g) << 4);
      v128.store(o, v128.load(p));
      v128.store(o, next != 0 ? v128.load(p + next) : f32x4.splat(0), 16);
      o += size;
    }
    row += ((<usize>batch) * (<usize>H)) << 2;
  }
  for (let g = 0; g < groups; g++) {
    memory.fill(to + size * <usize>g + ((<usize>L) << 5), 0, 128);
  }
}

/** Back from [group][L + 4][8]. */
export function scatter(L: i32, batch: i32, H: i32, b: i32, first: i32, groups: i32, from: usize, y: usize): void {
  const size = (<usize>(L + 4)) << 5;
  const next = b + 1 < batch ? (<usize>H) << 2 : 0;
  let row = y + (((<usize>b) * (<usize>H) + ((<usize>first) << 2)) << 2);
  for (let t = 0; t < L; t++) {
    let p = from + ((<usize>t) << 5);
    for (let g = 0; g < groups; g++) {
      const to = row + ((<usize>g) << 4);
      const lanes = H - ((first + g) << 2);
      storeLanes(to, v128.load(p), lanes);
      if (next != 0) storeLanes(to + next, v128.load(p, 16), lanes);
      p += size;
    }
    row += ((<usize>batch) * (<usize>H)) << 2;
  }
}
