import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '@dsrnn/records';
import { madeContext, observation } from '../../test/made-observations.ts';
import { madeTime, madeTimes } from '../../test/made-times.ts';
import { flagHeights, flagWidth } from './panels/flag-labels.ts';
import { linearTicks, logTicks } from './vocabulary/ticks.ts';
import { paretoFront } from './panels/pareto-front.ts';
import { scoreVersusTime } from './score-versus-time.ts';
import { timeVersusSparsity } from './time-versus-sparsity.ts';

const runs = [
  observation({ method: 'dense', sparsity: 0, score: 0.96 }),
  observation({ sparsity: 0.5, score: 0.95 }),
  observation({ sparsity: 0.9, score: 0.92 }),
  observation({ method: 'rigl', sparsity: 0.9, score: 0.9 }),
];
const place = (method: string, sparsity: number, train: number, stream: number | null) => ({
  ...{ architecture: 'lstm', method, sparsity, task: 'digits' },
  trainMs: madeTime(train, train - 1, train + 1),
  streamMs: stream === null ? null : madeTime(stream),
});
const places = [
  place('dense', 0, 10, 0.04),
  place('ds', 0.5, 12, 0.02),
  place('ds', 0.9, 8, 0.01),
  place('rigl', 0.9, 5, 0.01),
];
const contextOf = (all: readonly Observation[], timed = places) =>
  madeContext(all, { times: madeTimes([], { places: timed }) });

/** The inlined rows of data that have all of these fields. */
const rowsWith = (figure: object, ...fields: string[]): Record<string, unknown>[] => {
  const rows: Record<string, unknown>[] = [];
  JSON.stringify(figure, (key, value: unknown) => {
    if (key === 'values' && Array.isArray(value)) {
      const found = value.filter(
        (row): row is Record<string, unknown> =>
          typeof row === 'object' && row !== null && fields.every((field) => field in row),
      );
      rows.push(...found);
    }
    return value;
  });
  return rows;
};

/** The named points of the only panel: the first of the three layers that draw them. */
const frontOf = (figure: object): Record<string, unknown>[] => {
  const rows = rowsWith(figure, 'label', 'flag');
  return rows.slice(0, rows.length / 3);
};

describe('timeVersusSparsity', () => {
  const figure = timeVersusSparsity(runs, contextOf(runs));

  it('shows times divided by the median of the reference, with least and most', () => {
    const points = rowsWith(figure, 'time', 'least', 'sparsity');
    expect(points.slice(0, 3).map(({ x: _, ...point }) => point)).toEqual([
      { method: 'rigl', sparsity: 0.9, time: 0.5, least: 0.4, most: 0.6 },
      { method: 'ds', sparsity: 0.5, time: 1.2, least: 1.1, most: 1.3 },
      { method: 'ds', sparsity: 0.9, time: 0.8, least: 0.7, most: 0.9 },
    ]);
    expect(points.slice(3).map(({ time }) => time)).toEqual([0.25, 0.5, 0.25]);
    expect(rowsWith(figure, 'median')).toEqual([
      { median: 1, least: 0.9, most: 1.1 },
      { median: 1, least: 0.98, most: 1.05 },
    ]);
  });

  it('promises the total MACs of the first sparse method, at its places', () => {
    const promise = rowsWith(figure, 'promised');
    expect([...new Set(promise.map(({ promised }) => promised))]).toEqual([0.54, 0.14]);
    const [first] = rowsWith(figure, 'sparsity').filter(({ method }) => method === 'ds');
    expect(promise[0]?.['x']).toBe(first?.['x']);
    expect(JSON.stringify(figure)).toContain('what total MACs of ds promise');
  });

  it('says what has no times', () => {
    const some = [place('dense', 0, 10, 0.04), place('ds', 0.5, 12, null)];
    const text = JSON.stringify(timeVersusSparsity(runs, contextOf(runs, some)));
    expect(text).toContain('not measured: 2 of 4 places (ds, rigl)');
    expect(text).toMatch(/no streaming step, because masks need[^"]*: ds"/);
    expect(text).toContain('{"text":"no times"}');
  });

  it('needs the times of the reference', () => {
    const some = [place('ds', 0.5, 12, 0.02)];
    expect(() => timeVersusSparsity(runs, contextOf(runs, some))).toThrow(/no time of dense was measured/);
  });
});

describe('scoreVersusTime', () => {
  it('draws streaming times in microseconds, and the front through what nothing beats', () => {
    const figure = scoreVersusTime(runs, contextOf(runs));
    expect(frontOf(figure).map(({ label, time, score }) => [label, time, score])).toEqual([
      ['lstm, ds 90 %', 10, 92], // rigl is as fast, and worse
      ['lstm, ds 50 %', 20, 95],
      ['lstm, dense', 40, 96],
    ]);
    expect(rowsWith(figure, 'letter', 'time')).toHaveLength(4);
    expect(JSON.stringify(figure)).toContain('streaming step (µs');
  });

  it('falls back to training steps where nothing is streamed', () => {
    const trained = places.map((timed) => ({ ...timed, streamMs: null }));
    const figure = scoreVersusTime(runs, contextOf(runs, trained));
    expect(frontOf(figure).map(({ time }) => time)).toEqual([5, 8, 10]);
    expect(JSON.stringify(figure)).toContain('training step (ms');
  });

  it('turns the axis of an error, so that less is better', () => {
    const errors = runs.map((run) => ({ ...run, metric: 'mse' as const }));
    const figure = scoreVersusTime(errors, contextOf(errors));
    expect(frontOf(figure).map(({ label }) => label)).toEqual(['lstm, rigl 90 %']);
    expect(JSON.stringify(figure)).toContain('"reverse":true');
  });

  it('has no ticks beyond the best score there can be, and a rule there', () => {
    const high = runs.map((run) => ({ ...run, score: run.score! + 0.038 }));
    const figure = scoreVersusTime(high, contextOf(high));
    const ticks =
      JSON.stringify(figure).match(/"title":"test accuracy \(%\)","values":\[([^\]]*)\]/)?.[1] ?? '';
    expect(ticks.split(',').map(Number)).toEqual([94, 96, 98, 100]);
    expect(rowsWith(figure, 'score').filter((row) => Object.keys(row).length === 1)).toEqual([
      { score: 100 },
    ]);
    const exact = runs.map((run) => ({
      ...run,
      metric: 'mse' as const,
      score: run.method === 'ds' ? 0 : 0.5,
    }));
    expect(rowsWith(scoreVersusTime(exact, contextOf(exact)), 'score')).toContainEqual({ score: 0 });
  });

  it('counts diverged runs, and leaves out places that have no score', () => {
    const lost = runs.map((run) =>
      run.method === 'rigl' ? { ...run, score: null, status: 'diverged' as const } : run,
    );
    const figure = scoreVersusTime(lost, contextOf(lost));
    expect(JSON.stringify(figure)).toContain('diverged runs, which have no score: rigl 1 of 1');
    expect(rowsWith(figure, 'letter', 'time')).toHaveLength(3);
  });

  it('needs a place with both a time and a score', () => {
    const lost = runs.map((run) => ({ ...run, score: null, status: 'diverged' as const }));
    expect(() => scoreVersusTime(lost, contextOf(lost))).toThrow(/no place of made-up has both/);
  });
});

describe('paretoFront', () => {
  it('keeps exactly the points that no other beats', () => {
    const point = fc.record({ time: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), (points) => {
        const front = new Set(paretoFront(points));
        for (const one of points) {
          const better = points.some(
            (other) =>
              (other.time < one.time && other.height >= one.height) ||
              (other.time <= one.time && other.height > one.height),
          );
          expect(front.has(one)).toBe(!better);
        }
      }),
    );
  });
});

it('hangs the names of a front clear of each other and of its marks', () => {
  const step = fc.record({ right: fc.integer({ min: 1, max: 120 }), up: fc.integer({ min: 1, max: 40 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), (steps) => {
      let [x, y] = [200, 0];
      const poles = steps.map(({ right, up }, i) => {
        [x, y] = [x + right, y + up];
        return { x, y, text: `a name, ${String(i)}` };
      });
      const heights = flagHeights(poles);
      poles.forEach((pole, i) => {
        poles.slice(0, i).forEach((other, j) => {
          if (other.x <= pole.x - flagWidth(pole.text)) return;
          expect(heights[i]! - heights[j]!).toBeGreaterThanOrEqual(13);
          expect(heights[i]! - other.y).toBeGreaterThan(13);
        });
      });
    }),
  );
});

it('gives linear axes round ticks', () => {
  expect(linearTicks(57, 109, 6)).toEqual([60, 70, 80, 90, 100]);
  expect(linearTicks(0.0021, 0.0029, 6)).toEqual([0.0022, 0.0024, 0.0026, 0.0028]);
  expect(linearTicks(-3, 9, 6)).toEqual([-2, 0, 2, 4, 6, 8]);
});

it('gives logarithmic axes round ticks, fewer on wide ones', () => {
  expect(logTicks(0.07, 2)).toEqual([0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2]);
  expect(logTicks(30, 4000)).toEqual([50, 100, 200, 500, 1000, 2000]);
});
