import { describe, expect, it } from 'vitest';
import { observation } from '../../test/made-observations.ts';
import { withScores } from '../../test/made-parts.ts';
import type { Observation } from '@dsrnn/records';
import { withDegradation } from './degradation.ts';

const E = Math.E;
const learned = (
  stream: string,
  scores: Readonly<Record<string, number>>,
  overrides: Partial<Observation> = {},
): Observation =>
  withScores(observation({ metric: 'mse', stream, task: stream, ...overrides }), [Object.values(scores)], {
    names: Object.keys(scores),
    untrained: Object.values(scores).map(() => 1),
  });
const under = (strategy: string, stream: string): Partial<Observation> => ({
  strategy,
  task: `${stream}/${strategy}`,
});
const found = (runs: readonly Observation[], of: Observation): number | undefined =>
  withDegradation(runs)[runs.indexOf(of)]?.measures['transfer.degradation'];

const both = learned('systems-2', { lorenz: E * E, rossler: 1 });
const lorenz = learned('systems-lorenz', { lorenz: E });
const rossler = learned('systems-rossler', { rossler: E * E * E });

describe('withDegradation', () => {
  it('is the mean logarithm of the ratio of errors', () => {
    // (ln(e²/e) + ln(1/e³))/2 = (1 − 3)/2
    expect(found([both, lorenz, rossler], both)).toBeCloseTo(-1, 12);
  });

  it('is a difference of scores for accuracy, above 0 where sharing hurts', () => {
    const accuracy = { metric: 'accuracy' } as const;
    const runs = [
      learned('s-2', { a: 0.5, b: 0.75 }, accuracy),
      learned('s-a', { a: 0.75 }, accuracy),
      learned('s-b', { b: 0.875 }, accuracy),
    ];
    expect(found(runs, runs[0]!)).toBe(0.1875); // (0.25 + 0.125)/2
  });

  it('is 0 for parts that score as alone', () => {
    const same = learned('systems-2', { lorenz: E, rossler: E * E * E });
    expect(found([same, lorenz, rossler], same)).toBe(0);
  });

  it('compares with the end of a run that learned one part after the other', () => {
    const stream = withScores(
      observation({ metric: 'mse', stream: 's-2', task: 's-2' }),
      [
        [9, 9],
        [E * E, 1],
      ],
      { names: ['lorenz', 'rossler'] },
    );
    expect(found([stream, lorenz, rossler], stream)).toBeCloseTo(-1, 12);
  });

  it('needs a run of its own for every part, of the same architecture, method, sparsity and seed', () => {
    expect(found([both, lorenz], both)).toBeUndefined();
    for (const other of [{ architecture: 'gru' }, { method: 'rigl' }, { sparsity: 0.5 }, { seed: 2 }]) {
      expect(found([both, lorenz, { ...rossler, ...other }], both)).toBeUndefined();
    }
    const diverged = { ...rossler, score: null, parts: null, status: 'diverged' as const };
    expect(found([both, lorenz, diverged], both)).toBeUndefined();
    expect(withDegradation([both, lorenz, rossler]).slice(1)).toEqual([lorenz, rossler]);
  });

  it('is absent where an error is 0', () => {
    const perfect = learned('systems-2', { lorenz: 0, rossler: 1 });
    expect(found([perfect, lorenz, rossler], perfect)).toBeUndefined();
  });

  it('takes runs of the same strategy, else of joint', () => {
    const shared = learned('s-2', { a: E * E, b: E * E }, under('pcgrad', 's-2'));
    const alone = (strategy: string, error: number): Observation[] => [
      learned('s-a', { a: error }, under(strategy, 's-a')),
      learned('s-b', { b: error }, under(strategy, 's-b')),
    ];
    expect(found([shared, ...alone('joint', 1)], shared)).toBeCloseTo(2, 12);
    expect(found([shared, ...alone('joint', 1), ...alone('pcgrad', E)], shared)).toBeCloseTo(1, 12);
    expect(found([shared, ...alone('ewc', 1)], shared)).toBeUndefined();
  });

  it('takes a task of the same family where two have the part, in any order of the input', () => {
    const other = learned('another-lorenz', { lorenz: 1 });
    const family = learned('systems-1', { lorenz: E });
    const runs = [both, other, family, rossler];
    expect(found(runs, both)).toBeCloseTo(-1, 12);
    expect(found([...runs].reverse(), both)).toBeCloseTo(-1, 12);
  });
});
