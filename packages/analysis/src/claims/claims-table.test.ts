import type { ClaimVerdict } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { claimsMarkdown, claimsText } from './claims-table.ts';

const verdict: ClaimVerdict = {
  id: 'toy',
  statement:
    'At ninety percent sparsity of the recurrent core the dynamic model keeps the accuracy of the dense model of the same width',
  paper: null,
  verdict: 'not supported',
  reason:
    'ds at 90 % is 3.1 points below dense, 95 % interval [−3.1, −3.1], n = 3 pairs; the margin is 1.0 point.',
  pairs: 3,
  leftOut: [],
  caps: [],
  difference: -0.03125,
  interval: [-0.03125, -0.03125],
  places: {
    ...{ count: 2, verdict: 'inconclusive', interval: [-0.1, 0.05] },
    ...{ withoutOneArchitecture: null, withoutOneTask: [-0.04, -0.02] },
  },
  margin: 0.01,
  confidence: 0.95,
};

it('says where the number of the paper is not public', () => {
  const padded = claimsMarkdown([verdict, { ...verdict, paper: '≤ 1 %' }]);
  const markdown = padded.replace(/ +/g, ' ');
  expect(markdown).toContain(
    `| ${verdict.statement} | not public | ${verdict.reason} | 3 | not supported here; over places inconclusive |`,
  );
  expect(markdown).toContain('| ≤ 1 % |');
});

it('fits a terminal and keeps every word', () => {
  const text = claimsText([verdict]);
  const lines = text.trimEnd().split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(text.split(/\s+/).join(' ').trim()).toBe(
    `not supported here; over places inconclusive ${verdict.statement} paper: not public ours: ${verdict.reason}`,
  );
});

it('is empty without claims', () => {
  expect(claimsText([])).toBe('');
});

it('says that an experiment makes no claim', () => {
  expect(claimsMarkdown([])).toBe('This experiment makes no claim.\n');
});
