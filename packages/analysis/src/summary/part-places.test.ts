import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { onStrategies, withParts, withScores } from '../../test/made-parts.ts';
import { AnalysisError } from '../errors.ts';
import { partPlaces } from './part-places.ts';
import { familyOf, streamTasks } from './stream-tasks.ts';

const seeds = (stream: string) =>
  [2, 1].flatMap((seed) => [
    observation({ stream, task: stream, seed, key: `${stream}/ds/${String(seed)}` }),
    observation({
      stream,
      task: stream,
      seed,
      method: 'dense',
      sparsity: 0,
      key: `${stream}/${String(seed)}`,
    }),
  ]);
const runs = onStrategies([...seeds('split'), ...seeds('permuted')], ['replay', 'joint'], 3);
const context = madeContext(runs, {
  tasks: ['permuted/joint', 'permuted/replay', 'split/joint', 'split/replay'],
});

describe('partPlaces', () => {
  it('are sorted by stream, strategy and method in the order of the context, their runs by seed', () => {
    const places = partPlaces(runs, context, 'table x');
    expect(
      places.map(({ stream, strategy, place }) => `${stream} ${String(strategy)} ${place.method}`),
    ).toEqual(
      ['permuted', 'split'].flatMap((stream) =>
        ['joint', 'replay'].flatMap((strategy) =>
          ['dense', 'ds'].map((method) => `${stream} ${strategy} ${method}`),
        ),
      ),
    );
    expect(places.map((one) => one.runs.map(({ seed }) => seed))).toEqual(places.map(() => [1, 2]));
    expect(places[0]?.names).toEqual(['part-1', 'part-2', 'part-3']);
  });

  it('take a planned task without a run apart at its slash', () => {
    const planned = madeContext([...runs, observation({ task: 'split/ewc' })], {
      tasks: [...context.tasks, 'split/ewc'],
    });
    expect(partPlaces(runs, planned, 'table x').at(-1)).toMatchObject({
      ...{ stream: 'split', strategy: 'ewc', runs: [], names: [] },
      place: { missing: 1 },
    });
  });

  it('leave out tasks without parts', () => {
    const whole = observation({ task: 'digits' });
    const some = [withParts(observation({ task: 'stream' }), 2), whole];
    expect(partPlaces(some, madeContext(some), 'table x').map(({ task }) => task)).toEqual(['stream']);
    expect(() => partPlaces([whole], madeContext([whole]), 'table x')).toThrow(AnalysisError);
    expect(() => partPlaces([whole], madeContext([whole]), 'table x')).toThrow(
      /table x: no run of made-up has scores by part/,
    );
  });

  it('refuse runs of one task with different parts', () => {
    const odd = [
      withScores(observation(), [[1, 1]], { names: ['a', 'b'] }),
      withScores(observation({ seed: 2 }), [[1, 1]], { names: ['a', 'c'] }),
    ];
    expect(() => partPlaces(odd, madeContext(odd), 'table x')).toThrow(/parts a, b and a, c/);
  });
});

describe('streamTasks', () => {
  it('know no strategy where the experiment has none', () => {
    expect(streamTasks([observation()], madeContext([observation({ task: 'hanzi' })]))).toEqual([
      { task: 'digits', stream: 'digits', strategy: null },
      { task: 'hanzi', stream: 'hanzi', strategy: null },
    ]);
  });
});

describe('familyOf', () => {
  it('drops the number at the end of a label, and nothing else', () => {
    expect(['systems-16', 'systems', 'split-5-hanzi', '3'].map(familyOf)).toEqual([
      ...['systems', 'systems', 'split-5-hanzi', '3'],
    ]);
  });
});
