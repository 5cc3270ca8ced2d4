import type { ClaimVerdict } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { firstClause, summaryLines, type Reproduced } from './reproduce-summary.ts';

const verdict = {
  statement: 'At 90 % sparsity DS loses less than one percentage point against the dense model.',
  reason: 'ds at 90 % is 3.1 points below dense, 95 % interval [−3.8, −2.3], n = 28 pairs.',
} as ClaimVerdict;

const agreement = { place: 'results/a/quick', committed: 6, shared: 6, same: 6, absent: 0, different: [] };
const one: Reproduced = {
  id: 'a',
  page: 'experiments/a/README.md',
  agreement,
  verdicts: [
    { ...verdict, verdict: 'not supported' },
    { ...verdict, verdict: 'not tested' },
    { ...verdict, verdict: 'not tested' },
  ],
};

it.each([60, 80, 100, 200])('fits a terminal of %d columns', (width) => {
  const lines = summaryLines([one], 'build/quick.html', width);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
});

it('shows each tested claim with its page, and counts the others', () => {
  const text = summaryLines([one], 'build/quick.html', 250).join('\n').replaceAll(/ +/g, ' ');
  expect(text).toContain(
    `✗ not supported ${verdict.statement} ds at 90 % is 3.1 points below dense experiments/a/README.md`,
  );
  expect(text).toContain('– not tested 2 more of a');
});

it('sums the results of all experiments, and names what differs', () => {
  const other: Reproduced = {
    ...{ id: 'b', page: null, verdicts: [] },
    agreement: { ...agreement, place: 'results/b/quick', same: 4, absent: 1, different: ['lstm ds #1'] },
  };
  const lines = summaryLines([one, other], 'x.html', 100);
  expect(lines).toContain('10 of 12 results agree to the bit with what is committed.');
  expect(lines).toContain('  lstm ds #1');
  expect(lines.at(-1)).toBe('Open x.html for all claims, figures and tables.');
});

it('takes the first clause of a sentence, not its decimals', () => {
  expect(firstClause('a is 0.29 (MSE) better than b, and so on.')).toBe('a is 0.29 (MSE) better than b');
  expect(firstClause('There is no run.')).toBe('There is no run');
});
