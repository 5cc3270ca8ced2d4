import type { Observation } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { withCurve } from '../../test/made-curves.ts';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { learningCurves } from './learning-curves.ts';
import { compileFigure } from './rendering/render.ts';

/** The lines under the title, joined as they read. */
const subtitleOf = (figure: object): string =>
  (figure as { title: { subtitle: string[] } }).title.subtitle.join(' ');

/** These fields of all objects in the figure that have them, in order of appearance. */
function rowsWith(figure: object, ...fields: string[]): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  JSON.stringify(figure, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && fields.every((field) => field in value)) {
      rows.push(
        Object.fromEntries(fields.map((field) => [field, (value as Record<string, unknown>)[field]])),
      );
    }
    return value;
  });
  return rows;
}
const titlesOf = (figure: object): unknown[] =>
  rowsWith(figure, 'text').flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
const pointsOf = (figure: object) => rowsWith(figure, 'method', 'x', 'score', 'low', 'high', 'n');
const xAxesOf = (figure: object) =>
  rowsWith(figure, 'title', 'values', 'format').filter(({ title }) => title === 'optimiser steps');
const ticksOf = (figure: object): unknown => xAxesOf(figure)[0]!['values'];
const drawn = (runs: readonly Observation[], overrides = {}) =>
  learningCurves(runs, madeContext(runs, overrides));

/** A run whose validation scores these are, at steps 100, 200 and so on. */
const curved = (scores: readonly number[], overrides: Partial<Observation> = {}): Observation =>
  observation({
    curve: scores.map((validationScore, i) => {
      return { step: 100 * (i + 1), trainLoss: 1, validationLoss: 1, validationScore };
    }),
    ...overrides,
  });
const dense = { method: 'dense', sparsity: 0 };
const diverged = { status: 'diverged', score: null, validationScore: null } as const;

describe('learningCurves', () => {
  it('is the mean over the seeds at every step, in percent', () => {
    const scores = [0.125, 0.25, 0.5, 1];
    const points = pointsOf(drawn(scores.map((score, i) => curved([score, 0.75], { seed: i + 1 }))));
    expect(points).toMatchObject([
      { method: 'ds', x: 100, score: 46.875, n: 4 }, // 187.5 / 4
      { method: 'ds', x: 200, score: 75, low: 75, high: 75, n: 4 },
    ]);
    expect(points[0]!['low']).toBeLessThan(46.875);
    expect(points[0]!['high']).toBeGreaterThan(37.5);
  });

  it('draws a step where all that have not diverged have a point', () => {
    const runs = [
      curved([0.5, 0.5, 0.5, 0.5], { seed: 1 }),
      curved([0.75, 0.75, 0.75], { seed: 2 }), // stopped early
      curved([0.25, 0.25], { seed: 3, ...diverged }),
    ];
    const figure = drawn(runs);
    expect(pointsOf(figure).map(({ x, score, n }) => [x, score, n])).toEqual([
      [100, 50, 3],
      [200, 50, 3],
      [300, 62.5, 2],
    ]);
    expect(subtitleOf(figure)).toMatch(
      /all seeds of the line that have not diverged have a point; diverged runs, shown as far as they went: 1/,
    );
    expect(JSON.stringify(drawn(runs.slice(0, 2)).title)).not.toContain('diverged runs');
  });

  it('draws a place of which all runs diverged as far as they went', () => {
    const lost = [1, 2].map((seed) => curved(seed === 1 ? [0.5] : [0.25, 0.125], { seed, ...diverged }));
    expect(pointsOf(drawn(lost)).map(({ x, n }) => [x, n])).toEqual([
      [100, 2],
      [200, 1],
    ]);
  });

  it('has a row for each task with a panel for each architecture', () => {
    const runs = ['waves', 'digits'].flatMap((task) =>
      ['gru', 'lstm'].map((architecture) => curved([0.5, 0.75], { task, architecture })),
    );
    expect(titlesOf(drawn(runs, { tasks: ['waves', 'digits'] })).slice(1, 5)).toEqual([
      'waves\ngru',
      'waves\nlstm',
      'digits\ngru',
      'digits\nlstm',
    ]);
  });

  it('has a panel for each sparsity, with what is run at 0 in all of them', () => {
    const runs = [
      curved([0.5, 0.5], dense),
      ...[0.5, 0.9].map((sparsity) => curved([0.25, 0.5], { sparsity })),
    ];
    const figure = drawn(runs);
    expect(titlesOf(figure)).toContain('digits\n50 %');
    expect(titlesOf(figure)).toContain('digits\n90 %');
    expect(pointsOf(figure).filter(({ method }) => method === 'dense')).toHaveLength(4);
    expect(pointsOf(figure).filter(({ method }) => method === 'ds')).toHaveLength(4);
  });

  it('says that scores are those of validation data, in the unit of the metric', () => {
    expect(JSON.stringify(drawn([curved([0.5, 0.75])]))).toContain('"validation accuracy (%)"');
    const errors = drawn([curved([0.5, 0.25], { metric: 'mse' })]);
    expect(JSON.stringify(errors)).toContain('"validation MSE (lower is better)"');
    expect(pointsOf(errors).map(({ score }) => score)).toEqual([0.5, 0.25]);
  });

  it.each([
    [12, 100, [0, 500, 1000]],
    [9, 50, [0, 100, 200, 300, 400]],
    [40, 500, [0, 5000, 10000, 15000, 20000]],
    [3, 1, [0, 1, 2, 3]],
  ])('has few round ticks for %d evaluations at every %d steps', (count, every, ticks) => {
    const figure = drawn([withCurve(observation(), count, every)]);
    expect(ticksOf(figure)).toEqual(ticks);
    expect(xAxesOf(figure)[0]).toMatchObject({ format: ',d' });
  });

  it('marks at most 15 points of a line, the last among them', () => {
    const figure = drawn([withCurve(observation(), 40, 500)]);
    expect(pointsOf(figure)).toHaveLength(40);
    const marked = rowsWith(figure, 'oneOf')[0]!['oneOf'] as number[];
    expect(marked.length).toBeLessThanOrEqual(15);
    expect(marked.at(-1)).toBe(20_000);
    expect(new Set(marked.slice(1).map((x, i) => x - marked[i]!)).size).toBe(1);
  });

  it('leaves methods without a curve out of the legend', () => {
    const figure = drawn([curved([0.5, 0.75]), observation({ method: 'rigl', ...diverged })]);
    expect(rowsWith(figure, 'label', 'text').map(({ label }) => label)).toEqual(['ds']);
    expect(() => compileFigure(figure)).not.toThrow();
  });

  it('needs a run with two points', () => {
    const once = [1, 2].map((seed) => curved([0.5], { seed }));
    expect(() => drawn(once)).toThrow(AnalysisError);
    expect(() => drawn(once)).toThrow(/no run of made-up was evaluated twice or more.*evaluateEvery/);
  });
});
