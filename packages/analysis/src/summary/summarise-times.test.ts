import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { madeTime, madeTimes } from '../../test/made-times.ts';
import { AnalysisError } from '../errors.ts';
import { promisedFactor, summariseTimes } from './summarise-times.ts';

const dense = observation({ method: 'dense', sparsity: 0 });
const ds = observation({ units: 30 });
const runs = [dense, ds];
const at = (method: string, sparsity: number, train: number, stream: number | null, task = 'digits') => ({
  ...{ architecture: 'lstm', method, sparsity, task },
  trainMs: madeTime(train, train - 1, train + 2),
  streamMs: stream === null ? null : madeTime(stream),
});
const timed = (...places: ReturnType<typeof at>[]) =>
  summariseTimes(runs, madeContext(runs, { times: madeTimes([], { places }) }), 'table times').places;

describe('summariseTimes', () => {
  it('divides by the median of the reference', () => {
    const [, ours] = timed(at('ds', 0.9, 5, 2), at('dense', 0, 4, 8));
    expect(ours?.train).toEqual({
      ms: { median: 5, least: 4, most: 7 },
      share: { median: 1.25, least: 1, most: 1.75 },
    });
    expect(ours?.stream?.share?.median).toBe(0.25);
    expect(ours?.units).toBe(30);
  });

  it('tells what cannot be streamed from what nobody measured', () => {
    const [reference, ours] = timed(at('ds', 0.9, 5, null));
    expect([ours?.measured, ours?.stream, ours?.train?.share]).toEqual([true, null, null]);
    expect([reference?.measured, reference?.train]).toEqual([false, null]);
  });

  it('ignores times of places that the grid lacks', () => {
    const places = timed(at('dense', 0, 4, 8), at('rigl', 0.9, 1, 1), at('ds', 0.9, 5, 2, 'hanzi'));
    expect(places.map(({ place: { method }, measured }) => [method, measured])).toEqual([
      ['dense', true],
      ['ds', false],
    ]);
    expect(() => timed(at('rigl', 0.9, 1, 1))).toThrow(/1 measured places are none of the grid/);
  });

  it('says how times are measured where there are none', () => {
    const build = () => summariseTimes(runs, madeContext(runs, { experiment: 'fast' }), 'table times');
    expect(build).toThrow(AnalysisError);
    expect(build).toThrow(
      /^table times: .*run `dsrnn time fast --profile quick` on a machine that does nothing else/,
    );
  });

  it('refuses times without runs', () => {
    expect(() => summariseTimes([], madeContext(runs, { times: madeTimes(runs) }), 'figure x')).toThrow(
      /there is no run/,
    );
  });
});

it('promises the inverse of the total share, router included', () => {
  const [, ours] = timed(at('dense', 0, 4, 8));
  expect(promisedFactor(ours!.place)).toBeCloseTo(1 / (0.1 + 0.04), 12);
});
