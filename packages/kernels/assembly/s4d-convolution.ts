/**
 * Causal convolution of sequences [time, batch, channels] with one real kernel a channel, and its backward pass.
 *
 *   y[t] = sum over s <= t of k[t - s] u[s] + d u[t]
 *
 * Four channels are the lanes of a vector; two samples of the batch are real and imaginary part of one complex signal,
 * which a real kernel keeps apart. 16 channels (a cache line) of two samples are gathered at a time, transformed,
 * multiplied and transformed back. d is part of the kernel, k[0] + d.
 *
 * A cyclic convolution of length F is right from position 2 L - 1 - F on; F may fall short of 2 L - 1 by up to L / 16,
 * and these first positions are summed directly. For L = 784 this allows F = 1536 instead of 2048.
 */
import {
  blockTable,
  fftBlock,
  fftTable,
  firstInversePass,
  forwardPasses,
  inversePasses,
  lastForwardPass,
} from './fft';
import { lastInversePass } from './fft-collect';
import { correlateQuads, multiplyQuads } from './fft-products';
import { firstForwardPass } from './fft-spread';
import { directConvolve, directCorrelate, directLags } from './s4d-direct';
import { gather, scatter } from './s4d-gather';

/** Sequences up to here are summed directly. Measured, forward and backward: that wins at 80, the transform at 96. */
const DIRECT: i32 = 80;

export function s4dTransformLength(L: i32): i32 {
  if (L <= DIRECT) return 0;
  const least = 2 * L - 1 - (L >> 4);
  let F = 64;
  while (F < least) F <<= 1;
  return (F >> 2) * 3 >= least ? (F >> 2) * 3 : F;
}

/** How many positions the cyclic convolution gets wrong. */
@inline
function wrapped(L: i32, F: i32): i32 {
  return F == 0 ? L : max(2 * L - 1 - F, 0);
}

@inline
function groupsOf(H: i32): i32 {
  return (H + 3) >> 2;
}

export function s4dSpectrumSize(L: i32, H: i32, F: i32): i32 {
  return 2 * F + groupsOf(H) * (8 * F + 4 * L);
}

export function s4dConvolveScratch(L: i32, F: i32): i32 {
  return 8 * F + 64 * (L + 4);
}

export function s4dConvolveBackwardScratch(L: i32, F: i32): i32 {
  return 48 * F + 96 * (L + 4) + 16 * L;
}

/** Spectrum of channels 4 g to 4 g + 3. */
@inline
function spectrumOf(spectrum: usize, F: i32, g: i32): usize {
  return spectrum + (<usize>F) * (8 + 32 * <usize>g);
}
/** Kernel of channels 4 g to 4 g + 3, [L][4]. */
@inline
function kernelOf(spectrum: usize, L: i32, H: i32, F: i32, g: i32): usize {
  return spectrumOf(spectrum, F, groupsOf(H)) + (<usize>L) * 16 * <usize>g;
}

export function s4dSpectrum(L: i32, H: i32, F: i32, k: usize, d: usize, spectrum: usize, scratch: usize): void {
  const Q = F == 0 ? 0 : fftBlock(F);
  const R = F == 0 ? 0 : F / Q;
  if (F > 0) fftTable(F, spectrum);
  const table = blockTable(F, Q, spectrum);
  for (let g = 0; g < groupsOf(H); g++) {
    const lanes = kernelOf(spectrum, L, H, F, g);
    for (let lane = 0; lane < 4; lane++) {
      const h = 4 * g + lane;
      const from = k + (((<usize>h) * (<usize>L)) << 2);
      for (let l = 0; l < L; l++) {
        const value: f32 = h < H ? load<f32>(from + ((<usize>l) << 2)) : 0;
        store<f32>(lanes + ((<usize>l) << 4) + ((<usize>lane) << 2), value);
      }
      if (h < H && d != 0 && L > 0) {
        const at = lanes + ((<usize>lane) << 2);
        store<f32>(at, load<f32>(at) + load<f32>(d + ((<usize>h) << 2)));
      }
    }
    if (F == 0) continue;
    // The inverse's scale is put into the spectrum.
    const scale = f32x4.splat(1.0 / f32(F));
    for (let l = 0; l < L; l++) {
      const at = scratch + ((<usize>l) << 5);
      v128.store(at, f32x4.mul(v128.load(lanes + ((<usize>l) << 4)), scale));
      v128.store(at, f32x4.splat(0), 16);
    }
    const out = spectrumOf(spectrum, F, g);
    firstForwardPass(L, Q, R, scratch, out, spectrum);
    for (let r = 0; r < R; r++) forwardPasses(out + (((<usize>r) * (<usize>Q)) << 5), Q, table);
    lastForwardPass(out, F);
  }
}

export function s4dConvolve(
  L: i32, batch: i32, H: i32, F: i32,
  u: usize, spectrum: usize, y: usize, scratch: usize,
): void {
  const Q = F == 0 ? 0 : fftBlock(F);
  const R = F == 0 ? 0 : F / Q;
  const table = blockTable(F, Q, spectrum);
  const wrong = wrapped(L, F);
  const size = (<usize>(L + 4)) << 5;
  const block = (<usize>Q) << 5;
  const work = scratch;
  const input = work + ((<usize>F) << 5);
  const output = input + 4 * size;
  for (let first = 0; first < groupsOf(H); first += 4) {
    const groups = min(4, groupsOf(H) - first);
    for (let b = 0; b < batch; b += 2) {
      gather(L, batch, H, b, first, groups, u, input);
      for (let g = 0; g < groups; g++) {
        const x = input + size * <usize>g;
        const out = output + size * <usize>g;
        if (F > 0) {
          const s = spectrumOf(spectrum, F, first + g);
          firstForwardPass(L, Q, R, x, work, spectrum);
          for (let r = 0; r < R; r++) {
            const at = block * <usize>r;
            forwardPasses(work + at, Q, table);
            multiplyQuads(work + at, s + at, Q);
            inversePasses(work + at, Q, table);
          }
          lastInversePass(L, Q, R, work, out, spectrum);
        }
        directConvolve(x, kernelOf(spectrum, L, H, F, first + g), out, 0, wrong);
      }
      scatter(L, batch, H, b, first, groups, output, y);
    }
  }
}

export function s4dConvolveBackward(
  L: i32, batch: i32, H: i32, F: i32,
  u: usize, dy: usize, spectrum: usize,
  du: usize, dk: usize, dD: usize, scratch: usize,
): void {
  const Q = F == 0 ? 0 : fftBlock(F);
  const R = F == 0 ? 0 : F / Q;
  const table = blockTable(F, Q, spectrum);
  const wrong = wrapped(L, F);
  const size = (<usize>(L + 4)) << 5;
  const block = (<usize>Q) << 5;
  const workU = scratch;
  const workD = workU + ((<usize>F) << 5);
  const sums = workD + ((<usize>F) << 5);
  const inputU = sums + ((<usize>F) << 7);
  const inputD = inputU + 4 * size;
  const output = inputD + 4 * size;
  const lags = output + 4 * size;
  for (let first = 0; first < groupsOf(H); first += 4) {
    const groups = min(4, groupsOf(H) - first);
    memory.fill(sums, 0, (<usize>F) << 7);
    memory.fill(lags, 0, (<usize>L) << 6);
    for (let b = 0; b < batch; b += 2) {
      gather(L, batch, H, b, first, groups, u, inputU);
      gather(L, batch, H, b, first, groups, dy, inputD);
      for (let g = 0; g < groups; g++) {
        const xU = inputU + size * <usize>g;
        const xD = inputD + size * <usize>g;
        const out = output + size * <usize>g;
        if (F > 0) {
          const s = spectrumOf(spectrum, F, first + g);
          const sum = sums + (((<usize>F) * <usize>g) << 5);
          firstForwardPass(L, Q, R, xU, workU, spectrum);
          firstForwardPass(L, Q, R, xD, workD, spectrum);
          for (let r = 0; r < R; r++) {
            const at = block * <usize>r;
            forwardPasses(workU + at, Q, table);
            forwardPasses(workD + at, Q, table);
            correlateQuads(workD + at, workU + at, s + at, sum + at, Q);
            inversePasses(workD + at, Q, table);
          }
          lastInversePass(L, Q, R, workD, out, spectrum);
        }
        directCorrelate(L, xD, kernelOf(spectrum, L, H, F, first + g), out, L - wrong, L);
        directLags(L, xU, xD, lags + (((<usize>L) * <usize>g) << 4), L - wrong, L);
      }
      scatter(L, batch, H, b, first, groups, output, du);
    }
    for (let g = 0; g < groups; g++) {
      const sum = sums + (((<usize>F) * <usize>g) << 5);
      if (F > 0) {
        firstInversePass(sum, F);
        for (let r = 0; r < R; r++) inversePasses(sum + block * <usize>r, Q, table);
        lastInversePass(L, Q, R, sum, output, spectrum);
      }
      finishLags(L, H, F, first + g, wrong, output, lags + (((<usize>L) * <usize>g) << 4), dk, dD);
    }
  }
}

/** Writes dk of four channels: from the inverse transform, and from direct sums where that is wrong. */
function finishLags(
  L: i32, H: i32, F: i32, group: i32, wrong: i32,
  cyclic: usize, direct: usize, dk: usize, dD: usize,
): void {
  const scale: f32 = F == 0 ? 1 : 1.0 / f32(F);
  for (let lane = 0; lane < min(4, H - 4 * group); lane++) {
    const h = 4 * group + lane;
    const offset = (<usize>lane) << 2;
    const to = dk + (((<usize>h) * (<usize>L)) << 2);
    for (let l = 0; l < L - wrong; l++) {
      store<f32>(to + ((<usize>l) << 2), load<f32>(cyclic + offset + ((<usize>l) << 5)) * scale);
    }
    for (let l = L - wrong; l < L; l++) {
      store<f32>(to + ((<usize>l) << 2), load<f32>(direct + offset + ((<usize>l) << 4)));
    }
    if (dD != 0 && L > 0) {
      const at = dD + ((<usize>h) << 2);
      store<f32>(at, load<f32>(at) + load<f32>(to));
    }
  }
}
