/** Products of spectra in the middle of a transform, fused with the two passes around them, see fft.ts. */
import { conjugateIm, conjugateRe, productIm, productRe, storeComplex } from './complex-lanes';

/** Last forward pass of x, product with the spectrum, first inverse pass, in place. */
export function multiplyQuads(x: usize, spectrum: usize, Q: i32): void {
  for (let p = x, s = spectrum, end = x + ((<usize>Q) << 5); p < end; p += 128, s += 128) {
    const aRe = f32x4.add(v128.load(p), v128.load(p, 64));
    const bRe = f32x4.sub(v128.load(p), v128.load(p, 64));
    const aIm = f32x4.add(v128.load(p, 16), v128.load(p, 80));
    const bIm = f32x4.sub(v128.load(p, 16), v128.load(p, 80));
    const cRe = f32x4.add(v128.load(p, 32), v128.load(p, 96));
    const dRe = f32x4.sub(v128.load(p, 32), v128.load(p, 96));
    const cIm = f32x4.add(v128.load(p, 48), v128.load(p, 112));
    const dIm = f32x4.sub(v128.load(p, 48), v128.load(p, 112));

    let xRe = f32x4.add(aRe, cRe);
    let xIm = f32x4.add(aIm, cIm);
    const z0Re = productRe(xRe, xIm, v128.load(s), v128.load(s, 16));
    const z0Im = productIm(xRe, xIm, v128.load(s), v128.load(s, 16));
    xRe = f32x4.sub(aRe, cRe);
    xIm = f32x4.sub(aIm, cIm);
    const z2Re = productRe(xRe, xIm, v128.load(s, 64), v128.load(s, 80));
    const z2Im = productIm(xRe, xIm, v128.load(s, 64), v128.load(s, 80));
    xRe = f32x4.add(bRe, dIm);
    xIm = f32x4.sub(bIm, dRe);
    const z1Re = productRe(xRe, xIm, v128.load(s, 32), v128.load(s, 48));
    const z1Im = productIm(xRe, xIm, v128.load(s, 32), v128.load(s, 48));
    xRe = f32x4.sub(bRe, dIm);
    xIm = f32x4.add(bIm, dRe);
    const z3Re = productRe(xRe, xIm, v128.load(s, 96), v128.load(s, 112));
    const z3Im = productIm(xRe, xIm, v128.load(s, 96), v128.load(s, 112));
    storeInverseQuad(p, z0Re, z0Im, z1Re, z1Im, z2Re, z2Im, z3Re, z3Im);
  }
}

@inline
function storeInverseQuad(
  p: usize,
  z0Re: v128, z0Im: v128, z1Re: v128, z1Im: v128, z2Re: v128, z2Im: v128, z3Re: v128, z3Im: v128,
): void {
  const aRe = f32x4.add(z0Re, z2Re);
  const bRe = f32x4.sub(z0Re, z2Re);
  const aIm = f32x4.add(z0Im, z2Im);
  const bIm = f32x4.sub(z0Im, z2Im);
  const cRe = f32x4.add(z1Re, z3Re);
  const dRe = f32x4.sub(z1Re, z3Re);
  const cIm = f32x4.add(z1Im, z3Im);
  const dIm = f32x4.sub(z1Im, z3Im);
  storeComplex(p, f32x4.add(aRe, cRe), f32x4.add(aIm, cIm));
  storeComplex(p + 32, f32x4.sub(bRe, dIm), f32x4.add(bIm, dRe));
  storeComplex(p + 64, f32x4.sub(aRe, cRe), f32x4.sub(aIm, cIm));
  storeComplex(p + 96, f32x4.add(bRe, dIm), f32x4.sub(bIm, dRe));
}

/**
 * `multiplyQuads` of x with the conjugate of the spectrum, which correlates instead of convolving; before that, the last
 * forward pass of `other` too, and conj(other) x is added to `sum`. `other` is left as it was.
 */
export function correlateQuads(x: usize, other: usize, spectrum: usize, sum: usize, Q: i32): void {
  const end = x + ((<usize>Q) << 5);
  for (let p = x, o = other, s = spectrum, g = sum; p < end; p += 128, o += 128, s += 128, g += 128) {
    let aRe = f32x4.add(v128.load(o), v128.load(o, 64));
    let bRe = f32x4.sub(v128.load(o), v128.load(o, 64));
    let aIm = f32x4.add(v128.load(o, 16), v128.load(o, 80));
    let bIm = f32x4.sub(v128.load(o, 16), v128.load(o, 80));
    let cRe = f32x4.add(v128.load(o, 32), v128.load(o, 96));
    let dRe = f32x4.sub(v128.load(o, 32), v128.load(o, 96));
    let cIm = f32x4.add(v128.load(o, 48), v128.load(o, 112));
    let dIm = f32x4.sub(v128.load(o, 48), v128.load(o, 112));
    const u0Re = f32x4.add(aRe, cRe);
    const u0Im = f32x4.add(aIm, cIm);
    const u1Re = f32x4.add(bRe, dIm);
    const u1Im = f32x4.sub(bIm, dRe);
    const u2Re = f32x4.sub(aRe, cRe);
    const u2Im = f32x4.sub(aIm, cIm);
    const u3Re = f32x4.sub(bRe, dIm);
    const u3Im = f32x4.add(bIm, dRe);

    aRe = f32x4.add(v128.load(p), v128.load(p, 64));
    bRe = f32x4.sub(v128.load(p), v128.load(p, 64));
    aIm = f32x4.add(v128.load(p, 16), v128.load(p, 80));
    bIm = f32x4.sub(v128.load(p, 16), v128.load(p, 80));
    cRe = f32x4.add(v128.load(p, 32), v128.load(p, 96));
    dRe = f32x4.sub(v128.load(p, 32), v128.load(p, 96));
    cIm = f32x4.add(v128.load(p, 48), v128.load(p, 112));
    dIm = f32x4.sub(v128.load(p, 48), v128.load(p, 112));
    const x0Re = f32x4.add(aRe, cRe);
    const x0Im = f32x4.add(aIm, cIm);
    addConjugate(g, u0Re, u0Im, x0Re, x0Im);
    const z0Re = conjugateRe(v128.load(s), v128.load(s, 16), x0Re, x0Im);
    const z0Im = conjugateIm(v128.load(s), v128.load(s, 16), x0Re, x0Im);
    const x2Re = f32x4.sub(aRe, cRe);
    const x2Im = f32x4.sub(aIm, cIm);
    addConjugate(g + 64, u2Re, u2Im, x2Re, x2Im);
    const z2Re = conjugateRe(v128.load(s, 64), v128.load(s, 80), x2Re, x2Im);
    const z2Im = conjugateIm(v128.load(s, 64), v128.load(s, 80), x2Re, x2Im);
    const x1Re = f32x4.add(bRe, dIm);
    const x1Im = f32x4.sub(bIm, dRe);
    addConjugate(g + 32, u1Re, u1Im, x1Re, x1Im);
    const z1Re = conjugateRe(v128.load(s, 32), v128.load(s, 48), x1Re, x1Im);
    const z1Im = conjugateIm(v128.load(s, 32), v128.load(s, 48), x1Re, x1Im);
    const x3Re = f32x4.sub(bRe, dIm);
    const x3Im = f32x4.add(bIm, dRe);
    addConjugate(g + 96, u3Re, u3Im, x3Re, x3Im);
    const z3Re = conjugateRe(v128.load(s, 96), v128.load(s, 112), x3Re, x3Im);
    const z3Im = conjugateIm(v128.load(s, 96), v128.load(s, 112), x3Re, x3Im);
    storeInverseQuad(p, z0Re, z0Im, z1Re, z1Im, z2Re, z2Im, z3Re, z3Im);
  }
}

@inline
function addConjugate(sum: usize, aRe: v128, aIm: v128, bRe: v128, bIm: v128): void {
  v128.store(sum, f32x4.add(v128.load(sum), conjugateRe(aRe, aIm, bRe, bIm)));
  v128.store(sum, f32x4.add(v128.load(sum, 16), conjugateIm(aRe, aIm, bRe, bIm)), 16);
}
