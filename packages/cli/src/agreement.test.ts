import type { GridRun } from '@dsrnn/experiment';
import { describe, expect, it } from 'vitest';
import { agreementOf } from './agreement.ts';

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
const committed = runs.map(({ key }) => ({ key, digest: `d-${key}` }));
const same = (key: string): { key: string; digest: string } => ({ key, digest: `d-${key}` });

describe('agreementOf', () => {
  it('says so where all is the same, and where nothing is committed', () => {
    expect(agreementOf(runs, committed, same, 'results/a/quick')).toEqual({
      text: '14 of 14 results are the same bits as those committed in results/a/quick.',
      differs: false,
    });
    expect(agreementOf(runs, [], same, 'results/a/quick')).toEqual({
      text: 'No results are committed in results/a/quick to compare with.',
      differs: false,
    });
  });

  it('names the runs that differ, and counts those without a result apart', () => {
    const ours = (key: string): { key: string; digest: string } | undefined =>
      key === 'k0' ? undefined : key === 'k2' ? { key, digest: 'other' } : same(key);
    const { text, differs } = agreementOf(runs, committed, ours, 'results/a/quick');
    expect(differs).toBe(true);
    expect(text).toBe(
      '12 of 14 results are the same bits as those committed in results/a/quick.\n' +
        '1 of them have no result here yet.\n' +
        '1 differ:\n  lstm-4 ds 0.9 toy #3\n`dsrnn check` names the first number that differs.',
    );
  });

  it('does not take a run without a result for a difference', () => {
    expect(agreementOf(runs, committed, () => undefined, 'x').differs).toBe(false);
  });

  it('names ten of many', () => {
    const { text } = agreementOf(runs, committed, (key) => ({ key, digest: 'other' }), 'x');
    expect(text).toContain('14 differ, the first 10 of them:');
    expect(text.match(/#/g)).toHaveLength(10);
  });
});
