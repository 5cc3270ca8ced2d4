/** The recurrent form of the layer: s_t = abar s_{t-1} + bbar u_t, y_t = 2 Re sum_n c_n s_n + d u_t. */
import { firstLanes, storeLanes, sumLanes } from './partial-store';
import { NEGLIGIBLE } from './s4d-powers';

/** Zero where a state is negligible; NaN stays. */
@inline
function flush(s: v128): v128 {
  return v128.andnot(s, f32x4.lt(f32x4.abs(s), f32x4.splat(f32(NEGLIGIBLE))));
}

export function s4dStep(
  batch: i32, H: i32, M: i32,
  abarRe: usize, abarIm: usize, bbarRe: usize, bbarIm: usize, cRe: usize, cIm: usize, d: usize,
  u: usize, stateRe: usize, stateIm: usize, y: usize,
  rowList: usize, rowCounts: usize, rowStride: i32,
): void {
  for (let b = 0; b < batch; b++) {
    const sample = (<usize>b) * (<usize>H);
    let list = rowList + (((<usize>b) * (<usize>rowStride)) << 2);
    const listEnd = rowList == 0 ? list : list + ((<usize>load<i32>(rowCounts + ((<usize>b) << 2))) << 2);
    for (let h = 0; h < H; h++) {
      let wanted = rowList == 0;
      if (!wanted && list < listEnd && load<i32>(list) == h) {
        wanted = true;
        list += 4;
      }
      const input = load<f32>(u + ((sample + <usize>h) << 2));
      const parameters = ((<usize>h) * (<usize>M)) << 2;
      const state = ((sample + <usize>h) * (<usize>M)) << 2;
      let sum = f32x4.splat(0);
      for (let n = 0; n < M; n += 4) {
        const at = parameters + ((<usize>n) << 2);
        const s = state + ((<usize>n) << 2);
        const aRe = v128.load(abarRe + at);
        const aIm = v128.load(abarIm + at);
        const oldRe = v128.load(stateRe + s);
        const oldIm = v128.load(stateIm + s);
        let re = f32x4.sub(f32x4.mul(aRe, oldRe), f32x4.mul(aIm, oldIm));
        let im = f32x4.add(f32x4.mul(aRe, oldIm), f32x4.mul(aIm, oldRe));
        if (input != 0) {
          const x = f32x4.splat(input);
          re = f32x4.add(re, f32x4.mul(x, v128.load(bbarRe + at)));
          im = f32x4.add(im, f32x4.mul(x, v128.load(bbarIm + at)));
        }
        re = flush(re);
        im = flush(im);
        storeLanes(stateRe + s, re, M - n);
        storeLanes(stateIm + s, im, M - n);
        if (wanted) {
          const part = f32x4.sub(f32x4.mul(v128.load(cRe + at), re), f32x4.mul(v128.load(cIm + at), im));
          sum = f32x4.add(sum, v128.and(part, firstLanes(M - n)));
        }
      }
      if (wanted) {
        const direct: f32 = d == 0 ? 0 : load<f32>(d + ((<usize>h) << 2)) * input;
        store<f32>(y + ((sample + <usize>h) << 2), 2 * sumLanes(sum) + direct);
      }
    }
  }
}

export function s4dScan(
  L: i32, batch: i32, H: i32, M: i32,
  abarRe: usize, abarIm: usize, bbarRe: usize, bbarIm: usize, cRe: usize, cIm: usize, d: usize,
  u: usize, stateRe: usize, stateIm: usize, y: usize,
): void {
  const row = ((<usize>batch) * (<usize>H)) << 2;
  for (let t = 0; t < L; t++) {
    s4dStep(batch, H, M, abarRe, abarIm, bbarRe, bbarIm, cRe, cIm, d, u, stateRe, stateIm, y, 0, 0, 0);
    u += row;
    y += row;
  }
}
