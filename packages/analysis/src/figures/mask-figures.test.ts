import type { MaskDetails, Observation } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { maskEmbedding } from './mask-embedding.ts';
import { maskHeatmap } from './mask-heatmap.ts';
import { channelOrder } from './panels/heatmap-panel.ts';
import { maskOverlap } from './mask-overlap.ts';

const details: MaskDetails = {
  classes: 2,
  byClass: {
    h: [
      [0.1, 0.5, 0.4],
      [0.9, 0.2, 0.4],
    ],
    x: null,
  },
  overlap: [
    [1, 0.5],
    [0.5, 1],
  ],
  // along (3, 4) only: lengths 0 and 255
  examples: {
    labels: [1, 0],
    h: [
      [0, 0, 9],
      [153, 204, 9],
    ],
  },
  churn: [],
};
const run = (seed: number, changes: Partial<MaskDetails> = {}) =>
  observation({ seed, details: { masks: { ...details, ...changes } } });

/** The data of every layer, in order. */
const dataOf = (figure: object): unknown[] => {
  const found: unknown[] = [];
  JSON.stringify(figure, (key, value: unknown) => {
    if (key === 'values' && Array.isArray(value) && typeof value[0] === 'object') found.push(value);
    return value;
  });
  return found;
};
const textOf = (figure: object): string => JSON.stringify(figure);

describe('channelOrder', () => {
  it('puts channels under the class that uses them most, the most used first', () => {
    // class 0 uses 1 (0.5), 2 (0.4, a tie) most, class 1 uses 0 most
    expect(channelOrder(details.byClass.h)).toEqual([1, 2, 0]);
  });

  it('breaks ties by index', () => {
    expect(channelOrder([[0.5, 0.5, 0.5]])).toEqual([0, 1, 2]);
  });
});

describe('maskHeatmap', () => {
  it('draws the run with the least seed, whatever the order', () => {
    const other = run(2, {
      byClass: {
        h: [
          [0, 0],
          [1, 1],
        ],
        x: null,
      },
      examples: { labels: [], h: [] },
    });
    const figure = maskHeatmap([other, run(1)], madeContext([]));
    expect(figure).toEqual(maskHeatmap([run(1), other], madeContext([])));
    expect(dataOf(figure)[0]).toEqual([
      { class: '0', position: 1, channel: 1, active: 0.5 },
      { class: '0', position: 2, channel: 2, active: 0.4 },
      { class: '0', position: 3, channel: 0, active: 0.1 },
      { class: '1', position: 1, channel: 1, active: 0.2 },
      { class: '1', position: 2, channel: 2, active: 0.4 },
      { class: '1', position: 3, channel: 0, active: 0.9 },
    ]);
    expect(textOf(figure)).toContain('n = 1 run each, seed 1');
  });
});

describe('maskOverlap', () => {
  it('is the mean over seeds, with two decimals in the cells', () => {
    const negative = run(2, {
      overlap: [
        [1, -0.56],
        [-0.56, 1],
      ],
    });
    const figure = maskOverlap([run(1), negative], madeContext([]));
    expect(dataOf(figure)[0]).toEqual([
      { a: '0', b: '0', overlap: 1, text: '1' },
      { a: '0', b: '1', overlap: -0.03, text: '−.03' },
      { a: '1', b: '0', overlap: -0.03, text: '−.03' },
      { a: '1', b: '1', overlap: 1, text: '1' },
    ]);
    expect(textOf(figure)).toContain('n = 2');
    expect(textOf(figure)).toContain('"domain":[-0.1,1]');
  });

  it('has one colour scale for all panels, down to the least overlap of any', () => {
    const low = observation({
      method: 'rigl',
      details: {
        masks: {
          ...details,
          overlap: [
            [1, -0.42],
            [-0.42, 1],
          ],
        },
      },
    });
    const domains = textOf(maskOverlap([run(1), low], madeContext([]))).match(
      /"scheme":"viridis","domain":[^\]]*\]/g,
    );
    expect(domains).toEqual(Array.from({ length: 2 }, () => '"scheme":"viridis","domain":[-0.5,1]'));
  });

  it('writes no numbers into cells that are too small for them', () => {
    const many = Array.from({ length: 29 }, () => Array.from({ length: 29 }, () => 0.25));
    const wide = run(1, { classes: 29, byClass: { h: many.map(() => [0, 0, 0]), x: null }, overlap: many });
    expect(textOf(maskOverlap([wide], madeContext([])))).not.toContain(
      '"field":"text","type":"nominal"},"color"',
    );
    expect(textOf(maskOverlap([run(1)], madeContext([])))).toContain(
      '"field":"text","type":"nominal"},"color"',
    );
  });

  it('calls classes by the names of their task, in short where cells are small', () => {
    const names = Array.from({ length: 29 }, (_, i) => ({
      name: `Language ${String(i)}`,
      short: `l${String(i)}`,
    }));
    const square = names.map(() => names.map(() => 0.25));
    const wide = run(1, {
      classes: 29,
      byClass: { h: names.map(() => [0, 0, 0]), x: null },
      overlap: square,
    });
    const called = (build: typeof maskOverlap, own: readonly Observation[], of: typeof names) =>
      (dataOf(build(own, madeContext([], { classNames: { digits: of } })))[0] as object[])[0];
    expect(called(maskHeatmap, [wide], names)).toMatchObject({ class: 'Language 0' });
    expect(called(maskOverlap, [run(1)], names.slice(0, 2))).toMatchObject({ a: 'Language 0' });
    const many = Array.from({ length: 12 }, (_, i) => ({ ...wide, method: `m${String(i)}`, key: String(i) }));
    expect(called(maskOverlap, many, names)).toMatchObject({ a: 'l0' });
    expect(called(maskEmbedding, [run(1)], names.slice(0, 2))).toMatchObject({ class: 'l1' });
  });

  it('refuses runs of one place with different numbers of classes', () => {
    const one = run(2, {
      classes: 1,
      byClass: { h: [[0, 0, 0]], x: null },
      overlap: [[1]],
      examples: { labels: [], h: [] },
    });
    expect(() => maskOverlap([run(1), one], madeContext([]))).toThrow(AnalysisError);
  });
});

describe('maskEmbedding', () => {
  it('puts the class of each example at its principal components, in shares of the steps', () => {
    const figure = maskEmbedding([run(1)], madeContext([]));
    const points = dataOf(figure)[0] as { class: string; x: number; y: number }[];
    expect(points.map(({ class: label, x, y }) => [label, x, y])).toEqual([
      ['1', -0.5, 0],
      ['0', 0.5, 0],
    ]);
    expect(textOf(figure)).toContain('PC 1 (100.0 % of the variance)');
    expect(textOf(figure)).toContain('PC 2 (0.0 % of the variance)');
  });

  it('says that the masks of all examples are equal', () => {
    const equal = run(1, {
      examples: {
        labels: [0, 1],
        h: [
          [5, 5, 5],
          [5, 5, 5],
        ],
      },
    });
    expect(textOf(maskEmbedding([equal], madeContext([])))).toContain('PC 1 (all masks are equal)');
  });

  it('gives ten classes ten colours', () => {
    const labels = Array.from({ length: 10 }, (_, label) => label);
    const many = {
      ...details,
      classes: 10,
      byClass: { h: labels.map(() => [0]), x: null },
      overlap: labels.map(() => labels.map(() => 0)),
      examples: { labels, h: labels.map((label) => [label]) },
    };
    const points = dataOf(maskEmbedding([observation({ details: { masks: many } })], madeContext([])))[0];
    expect(new Set((points as { color: string }[]).map(({ color }) => color)).size).toBe(10);
  });
});
