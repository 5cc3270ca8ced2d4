import { expect, it } from 'vitest';
import { methodStyles } from './method-styles.ts';

const styles = methodStyles(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);

/** Relative luminance after WCAG 2, of `#rrggbb`. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

it('tells eight methods apart by shape, by dash and by colour, each alone', () => {
  for (const property of ['shape', 'dash', 'color'] as const) {
    expect(new Set(styles.map((style) => JSON.stringify(style[property]))).size).toBe(8);
  }
});

it('gets lighter from method to method, and stays readable on white', () => {
  const values = styles.map(({ color }) => luminance(color));
  expect(values).toEqual([...values].sort((a, b) => a - b));
  for (const value of values) expect(1.05 / (value + 0.05)).toBeGreaterThan(2);
});

it('emphasises the first method, or the one that the paper is about', () => {
  const [first, ...others] = styles.map(({ width }) => width);
  expect(first).toBeGreaterThan(Math.max(...others));
  const [small, ds] = methodStyles(['dense-small', 'ds']).map(({ width }) => width);
  expect(ds).toBeGreaterThan(small!);
});

it('tells sixty-four methods apart by colour with shape, and by colour with dash', () => {
  const many = methodStyles(Array.from({ length: 64 }, (_, i) => String(i)));
  for (const property of ['shape', 'dash'] as const) {
    expect(new Set(many.map((style) => JSON.stringify([style.color, style[property]]))).size).toBe(64);
  }
});

it('shows a method of a family alike whatever stands beside it, and every other one in a style that is free', () => {
  const lookOf = (methods: string[], method: string): unknown => {
    const { color, shape, dash } = methodStyles(methods).find((style) => style.method === method)!;
    return { color, shape, dash };
  };
  const ds = lookOf(['ds'], 'ds');
  expect(lookOf(['dense-small', 'rigl', 'ds'], 'ds')).toEqual(ds);
  expect(lookOf(['ds-ema', 'ds'], 'ds')).toEqual(ds);
  expect(lookOf(['ds-ema', 'ds'], 'ds-ema')).not.toEqual(ds);
  expect(lookOf(['ds-task-frozen', 'ds-task-slow'], 'ds-task-frozen')).toEqual(ds);
  expect(lookOf(['delta-total'], 'delta-total')).toEqual(lookOf(['ds', 'delta'], 'delta'));
  const many = [
    'ours',
    'untrained-router',
    'ds',
    'dense-small',
    'theirs',
    'rigl',
    'ds-ema',
    'rigl-total',
    'delta',
  ];
  const looks = methodStyles(many).map(({ color, shape }) => JSON.stringify([color, shape]));
  expect(new Set(looks).size).toBe(many.length);
});
