import type { GridRun } from '@dsrnn/experiment';
import type { Result } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { agreementLines, agreementOf } from './agreement.ts';
import { runName } from './progress/progress-lines.ts';

const labels = {
  architecture: 'lstm-4',
  method: 'ds',
  task: 'toy',
  stream: 'toy',
  strategy: null,
  recipe: 'own',
};
const runs = Array.from(
  { length: 14 },
  (_, i) => ({ key: `k${String(i)}`, labels, spec: { sparsity: 0.9, seed: i + 1 } }) as unknown as GridRun,
);
type Digested = Pick<Result, 'key' | 'digests'>;
const digested = (key: string, core = `d-${key}`): Digested => ({ key, digests: { core, probes: {} } });
const committed = runs.map(({ key }) => digested(key));
const same = (key: string): Digested => digested(key);

describe('agreementOf', () => {
  it('says so where all is the same, and where nothing is committed', () => {
    const whole = agreementOf(runs, committed, same, 'results/a/quick');
    expect(whole).toMatchObject({ same: 14, shared: 14, absent: 0, different: [] });
    expect(agreementLines(whole)).toEqual([
      '14 of 14 results are the same bits as committed in results/a/quick.',
    ]);
    expect(agreementLines(agreementOf(runs, [], same, 'results/a/quick'))).toEqual([
      'No results are committed in results/a/quick to compare with.',
    ]);
  });

  it('names the runs that differ, and counts those without a result apart', () => {
    const ours = (key: string): Digested | undefined =>
      key === 'k0' ? undefined : key === 'k2' ? digested(key, 'other') : same(key);
    expect(agreementLines(agreementOf(runs, committed, ours, 'results/a/quick'))).toEqual([
      '12 of 14 results are the same bits as committed in results/a/quick.',
      '1 of them has no result here yet.',
      '1 differs:',
      `  ${runName(runs[2]!)}`,
      '`dsrnn check` names the first number that differs.',
    ]);
  });

  it('does not take a run without a result for a difference', () => {
    expect(agreementOf(runs, committed, () => undefined, 'x').different).toEqual([]);
  });

  it('counts a run once that stands under two names', () => {
    const twice = [...runs, { ...runs[0]!, labels: { ...labels, method: 'ds-again' } }];
    expect(agreementOf(twice, committed, same, 'x')).toMatchObject({ same: 14, shared: 14 });
  });

  it('names ten of many', () => {
    const lines = agreementLines(agreementOf(runs, committed, (key) => digested(key, 'other'), 'x'));
    expect(lines).toContain('14 differ, the first 10 of them:');
    expect(lines.join('\n').match(/#/g)).toHaveLength(10);
  });
});
