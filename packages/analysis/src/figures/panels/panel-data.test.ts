import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../../test/made-observations.ts';
import { summariseScores } from '../../summary/summarise-scores.ts';
import { sixDigits } from '../vocabulary/numbers.ts';
import { panelData } from './panel-data.ts';

const diverged = { score: null, status: 'diverged' } as const;
const runs = [
  ...[0.75, 0.75].map((score, i) => observation({ method: 'dense', sparsity: 0, seed: i + 1, score })),
  ...[0.5, 0.5].map((score, i) => observation({ method: 'ds', seed: i + 1, score })),
  observation({ method: 'rigl', seed: 1, score: 0.25 }),
  observation({ method: 'rigl', seed: 2, ...diverged }),
  observation({ method: 'delta', seed: 1, ...diverged }),
];
const context = madeContext(runs);
const panel = panelData(
  summariseScores(runs, context),
  ['digits'],
  ['ds', 'rigl', 'delta'],
  ({ sparsity }, index) => sparsity + index,
  context,
);

describe('panelData', () => {
  it('gives accuracy in percent, the first method last, at its position', () => {
    expect(panel?.points).toEqual([
      { method: 'rigl', sparsity: 0.9, x: 1.9, score: 25, low: 25, high: 25, n: 1 },
      { method: 'ds', sparsity: 0.9, x: 0.9, score: 50, low: 50, high: 50, n: 2 },
    ]);
    expect(panel?.reference).toEqual({ method: 'dense', score: 75, low: 75, high: 75 });
  });

  it('notes every place with diverged runs on a line of its own, within the domain', () => {
    expect(panel?.diverged.map(({ method, text }) => [method, text])).toEqual([
      ['rigl', '1 of 2 div.'],
      ['delta', '1 of 1 div.'],
    ]);
    const [first = 0, second = 0] = panel?.diverged.map(({ at }) => at) ?? [];
    expect(first).toBeGreaterThan(panel?.domain[0] ?? NaN);
    expect(second).toBeGreaterThan(first);
    expect(second).toBeLessThan(25);
  });

  it('pads the domain around scores and reference, and leaves out floors beyond it', () => {
    // extent 25 … 75; two lines of remarks below: 25 − 50 (0.06 + 0.16), 75 + 50 · 0.06
    expect(panel?.domain).toEqual([14, 78]);
    expect(panel?.floors).toEqual([]);
  });

  it('shows a floor within the domain', () => {
    const near = madeContext(runs, { floors: [{ task: 'digits', label: 'majority', score: 0.2 }] });
    const data = panelData(summariseScores(runs, near), ['digits'], ['ds', 'rigl'], () => 1, near);
    expect(data?.floors).toEqual([{ label: 'majority', score: 20 }]);
  });

  it('is null when nothing was run', () => {
    const planned = summariseScores([], context);
    expect(panelData(planned, ['digits'], ['ds'], () => 1, context)).toBeNull();
  });
});

it('rounds to six significant digits', () => {
  expect([0.123456789, 98.76543211, 0].map(sixDigits)).toEqual([0.123457, 98.7654, 0]);
});
