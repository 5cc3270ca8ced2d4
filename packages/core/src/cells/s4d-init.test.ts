import { describe, expect, it } from 'vitest';
import { readGolden } from '../../test/describe-golden.ts';
import { initialSpectrum, legsSpectrum } from './s4d-init.ts';

/** S v of the skew part of HiPPO-LegS, S_nk = ±½ √((2n+1)(2k+1)), straight from its definition. */
function skew(v: readonly number[]): number[] {
  return v.map((_, n) =>
    v.reduce(
      (sum, value, k) => sum + (Math.sign(k - n) / 2) * Math.sqrt((2 * n + 1) * (2 * k + 1)) * value,
      0,
    ),
  );
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

/** |a − b| / |b| */
const off = (a: number, b: number): number => Math.abs(a - b) / Math.abs(b);

describe('the initial state matrix', () => {
  it('lin is π n', () => {
    expect([...initialSpectrum('lin', 6).imag]).toEqual([0, Math.PI, 2 * Math.PI]);
    expect([...initialSpectrum('lin', 6).input]).toEqual([1, 1, 1]);
  });

  it('inv is (N/π)(N/(2n + 1) − 1)', () => {
    const { imag, input } = initialSpectrum('inv', 4);
    expect(imag[0]).toBeCloseTo(12 / Math.PI, 12);
    expect(imag[1]).toBeCloseTo(4 / 3 / Math.PI, 12);
    expect([...input]).toEqual([1, 1]);
  });

  it('legs with one mode is ½ √3 i, its input √2', () => {
    // S = [[0, ½ √3], [−½ √3, 0]], v = (1, i)/√2, B = (1, √3): |v* B|² = (1 + 3)/2.
    const { imag, input } = initialSpectrum('legs', 2);
    expect(imag[0]).toBeCloseTo(Math.sqrt(3) / 2, 14);
    expect(input[0]).toBeCloseTo(Math.SQRT2, 14);
  });

  const golden = (
    readGolden('s4d') as unknown as Record<'legs', Record<string, ReturnType<typeof legsSpectrum>>>
  ).legs;

  it.each(Object.keys(golden))('legs of state size %s agrees with NumPy', (size) => {
    const actual = legsSpectrum(Number(size));
    const expected = golden[size] as ReturnType<typeof legsSpectrum>;
    for (const part of ['imag', 'input'] as const) {
      expect(actual[part]).toHaveLength(expected[part].length);
      actual[part].forEach((value, n) => {
        expect(off(value, expected[part][n] as number), `${part} ${String(n)}`).toBeLessThan(1e-9);
      });
    }
  });

  it.each([2, 4, 10, 64, 256])('legs of state size %i has the traces and moments of its matrix', (size) => {
    const { imag, input } = legsSpectrum(size);
    const b = Array.from({ length: size }, (_, n) => Math.sqrt(2 * n + 1));
    // ‖S‖² = Σ_{n≠k} ¼ (2n+1)(2k+1) is the sum of squared eigenvalues, which come in pairs.
    const total = b.reduce((sum, value) => sum + value ** 2, 0);
    const squares = b.reduce((sum, value) => sum + (value ** 2 * (total - value ** 2)) / 4, 0);
    expect(off(2 * imag.reduce((sum, w) => sum + w * w, 0), squares)).toBeLessThan(1e-12);
    // ‖Sᵏ B‖² = Σ |v* B|² w^{2k}: the eigenvectors are orthonormal.
    let power = b;
    for (let k = 0; k < 3; k++) {
      const moment = 2 * imag.reduce((sum, w, n) => sum + (input[n] as number) ** 2 * w ** (2 * k), 0);
      expect(off(moment, dot(power, power)), `moment ${String(2 * k)}`).toBeLessThan(1e-10);
      power = skew(power);
    }
  });

  it('legs clips inputs at 2 and leaves the others', () => {
    const [whole, clipped] = [legsSpectrum(64).input, initialSpectrum('legs', 64).input];
    expect(Math.max(...whole)).toBeGreaterThan(40);
    expect([...clipped]).toEqual([...whole].map((size) => Math.min(size, 2)));
  });
});
