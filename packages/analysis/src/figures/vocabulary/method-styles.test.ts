import { expect, it } from 'vitest';
import { methodStyle, methodStyles, styledMethods, stylesWithReference } from './method-styles.ts';

/** Relative luminance after WCAG 2, of `#rrggbb`. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const lookOf = (method: string, beside: readonly string[] = []): unknown => {
  const { color, shape, dash } = methodStyles([...beside, method]).at(-1)!;
  return { color, shape, dash };
};

it('gives dense and the methods of the paper looks that differ in shape, in dash and in colour, each alone', () => {
  const styles = methodStyles([
    ...['dense', 'ds', 'dense-small', 'rigl', 'delta'],
    ...['fixed-mask', 'random-mask', 'untrained-router', 'static-router-mean'],
  ]);
  for (const property of ['shape', 'dash', 'color'] as const) {
    expect(new Set(styles.map((style) => JSON.stringify(style[property]))).size).toBe(9);
  }
});

it('has colours that are readable on white, and letters that are readable on them', () => {
  for (const { color, ink } of methodStyles(styledMethods)) {
    expect(1.05 / (luminance(color) + 0.05)).toBeGreaterThan(2);
    const [light, dark] = [luminance(color), luminance(ink)].sort((a, b) => b - a) as [number, number];
    expect((light + 0.05) / (dark + 0.05)).toBeGreaterThan(3);
  }
});

it('gives a method one look by its name, whatever stands beside it', () => {
  for (const method of styledMethods) {
    expect(lookOf(method, ['theirs', ...styledMethods.filter((other) => other !== method)])).toEqual(
      lookOf(method),
    );
  }
  expect(lookOf('made-up', ['dense', 'ds', 'rigl'])).toEqual(lookOf('made-up'));
  expect(lookOf('toString')).toEqual(lookOf('toString', ['ds']));
});

it('has no look twice among the names that it knows', () => {
  for (const property of ['shape', 'dash'] as const) {
    const looks = methodStyles(styledMethods).map((style) => JSON.stringify([style.color, style[property]]));
    expect(new Set(looks).size).toBe(styledMethods.length);
  }
});

it('tells sixty-four unknown methods apart by colour with shape, and by colour with dash, in any order', () => {
  const names = Array.from({ length: 64 }, (_, i) => String(i));
  const many = methodStyles(names);
  for (const property of ['shape', 'dash'] as const) {
    expect(new Set(many.map((style) => JSON.stringify([style.color, style[property]]))).size).toBe(64);
  }
  expect(
    methodStyles([...names].reverse())
      .reverse()
      .map(({ color }) => color),
  ).toEqual(many.map(({ color }) => color));
  expect(methodStyles([...names, 'one more'])).toHaveLength(65);
});

it('emphasises what the paper is about, or else the first method', () => {
  const [dense, small, ds] = methodStyles(['dense', 'dense-small', 'ds']).map(({ width }) => width);
  expect(ds).toBeGreaterThan(Math.max(dense!, small!));
  const [first, second] = methodStyles(['rigl', 'delta']).map(({ width }) => width);
  expect(first).toBeGreaterThan(second!);
});

it('puts the reference first, in its own look', () => {
  expect(methodStyle('dense').color).toBe('#000000');
  const styles = stylesWithReference(['dense', 'ds', 'rigl'], 'dense');
  expect(styles.map(({ method }) => method)).toEqual(['dense', 'ds', 'rigl']);
  expect(stylesWithReference(['dense', 'rigl'], 'rigl')[0]).toMatchObject({
    method: 'rigl',
    color: '#0072b2',
  });
});
