import { claim as claimSchema, claimVerdict, type Claim, type Observation, type Tally } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import type { Floor } from '../context.ts';
import { compareWithSubject } from '../summary/compare-with-subject.ts';
import { claimsText } from './claims-table.ts';
import { evaluateClaim } from './evaluate-claim.ts';
import { verdictOfTally } from './tally-places.ts';

const guessOf = ({ task, metric }: Observation): Floor => ({
  ...{ task, label: 'guess', score: metric === 'mse' ? 100 : 0 },
  guess: { standardError: 0 },
});
const contextOf = (runs: readonly Observation[]) =>
  madeContext(runs, {
    floors: runs.map(guessOf),
    // Tuned everywhere.
    choices: runs.map((run) => ({ ...run, tried: [], chosen: run.recipe, edge: null, followers: 0 })),
  });

const claimOf = (tally: Tally, overrides: object = {}): Claim =>
  claimSchema.parse({
    ...{ id: 'toy', statement: 'DS beats delta on most places', kind: 'superior', margin: 0, tally },
    ...{ treatment: { label: 'ds', sparsity: 0.9 }, reference: { label: 'delta', sparsity: 0.9 } },
    ...overrides,
  });
const evaluate = (claim: Claim, runs: readonly Observation[]) => evaluateClaim(claim, runs, contextOf(runs));

/** Three seeds of both sides at a place; the reference scores ½, the treatment that and these. */
function place(task: string, differences: readonly number[], metric: 'accuracy' | 'mse' = 'accuracy') {
  return differences.flatMap((difference, i) => [
    observation({ task, metric, seed: i + 1, score: 0.5 + difference }),
    observation({ task, metric, seed: i + 1, score: 0.5, method: 'delta' }),
  ]);
}
const win = (task: string) => place(task, [0.125, 0.125, 0.125]);
const loss = (task: string) => place(task, [-0.125, -0.125, -0.125]);
const tie = (task: string) => place(task, [0.25, 0, -0.25]);

describe('a claim that counts places', () => {
  const five = [...win('a'), ...win('b'), ...win('c'), ...tie('d'), ...loss('e')];

  it('is decided by wins less losses, and names the losses', () => {
    const verdict = evaluate(claimOf({ among: 5, lead: 2 }), five);
    expect(verdict).toMatchObject({
      verdict: 'supported',
      tally: {
        holds: ['lstm on a', 'lstm on b', 'lstm on c'],
        fails: ['lstm on e'],
        undecided: ['lstm on d'],
      },
      ...{ pairs: 15, interval: null, places: null },
    });
    expect(verdict.reason).toBe(
      'ds at 90 % against delta at 90 % wins on 3 of 5 places, loses on 1 (lstm on e), ties on 1, wins − losses = 2; asked for wins − losses of 2 or more, over 5 places or more; each by its 95 % interval over 3 pairs or more; the margin is 0 points; over all ds at 90 % is 5.0 points above delta at 90 %, n = 15 pairs.',
    );
    expect(verdict.difference).toBeCloseTo(0.05, 12);
    expect(claimVerdict.parse(verdict)).toEqual(verdict);
    expect(claimsText([verdict])).toMatch(/^supported\n/);
  });

  it('is not supported only where no outcome of its ties could support it', () => {
    const verdictOf = (tally: Tally) => evaluate(claimOf(tally), five).verdict;
    // 3 wins, 1 tie, 1 loss: a lead of 2, of 3 if the tie were a win.
    expect(verdictOf({ among: 5, lead: 3 })).toBe('inconclusive');
    expect(verdictOf({ among: 5, lead: 4 })).toBe('not supported');
    expect(verdictOf({ among: 5, least: 3 })).toBe('supported');
    expect(verdictOf({ among: 5, least: 4 })).toBe('inconclusive');
    expect(verdictOf({ among: 5, least: 5 })).toBe('not supported');
    expect(verdictOf({ among: 5, least: 3, lead: 4 })).toBe('not supported');
    expect(verdictOf({ among: 6, least: 3 })).toBe('inconclusive');
  });

  it('counts what the ranking counts', () => {
    const [ours, theirs] = [
      { method: 'ds', sparsity: 0.9 },
      { method: 'delta', sparsity: 0.9 },
    ];
    const { wins, ties, losses } = compareWithSubject(ours, theirs, five, contextOf(five));
    const { tally } = evaluate(claimOf({ among: 5, lead: 2 }), five);
    expect([wins, ties, losses]).toEqual([3, 1, 1]);
    expect(Object.values(tally!).map(({ length }) => length)).toEqual([3, 1, 1]);
  });

  it('holds a place to the margin: of non-inferior, what loses less', () => {
    const near = (task: string) => place(task, [-0.03125, -0.03125, -0.03125]);
    const runs = [...near('a'), ...near('b'), ...tie('c'), ...loss('d')];
    const kept = (margin: number) =>
      evaluate(claimOf({ among: 4, least: 2 }, { kind: 'non-inferior', margin }), runs);
    expect(kept(0.0625).tally).toEqual({
      holds: ['lstm on a', 'lstm on b'],
      fails: ['lstm on d'],
      undecided: ['lstm on c'],
    });
    expect(kept(0.0625)).toMatchObject({ verdict: 'supported', margin: 0.0625 });
    expect(kept(0.0625).reason).toContain('holds on 2 of 4 places, fails on 1 (lstm on d)');
    expect(kept(0.015625).verdict).toBe('not supported');
    // Of ½, a quarter is 1/8: beyond 1/8 less nothing lies, and on the margin nothing is decided.
    const share = claimOf({ among: 4, least: 2 }, { kind: 'non-inferior', margin: 0.125, relative: true });
    expect(evaluate(share, runs)).toMatchObject({ verdict: 'supported', tally: { fails: ['lstm on d'] } });
    expect(evaluate(share, runs).reason).toContain('the margin is 12.5 % of the reference');
  });

  it('leaves a place undecided that has fewer than three pairs', () => {
    const two = place('b', [0.125, 0.125]);
    expect(evaluate(claimOf({ among: 2, least: 2 }), [...win('a'), ...two])).toMatchObject({
      verdict: 'inconclusive',
      tally: { holds: ['lstm on a'], undecided: ['lstm on b'] },
    });
  });

  it('may be about several metrics, without a mean over them', () => {
    // Of errors less is better.
    const runs = [...win('a'), ...place('b', [-0.125, -0.125, -0.125], 'mse')];
    const verdict = evaluate(claimOf({ among: 2, lead: 2 }), runs);
    expect(verdict).toMatchObject({ verdict: 'supported', difference: null, pairs: 6 });
    expect(verdict.reason).toContain('the margin is 0, n = 6 pairs');
    const inPoints = evaluate(claimOf({ among: 2, lead: 2 }, { margin: 0.01 }), runs);
    expect(inPoints).toMatchObject({ verdict: 'inconclusive', pairs: 0 });
  });

  it('fails where a treatment diverged and errors have no largest', () => {
    const runs = [...win('a'), ...place('b', [-0.125, -0.125, -0.125], 'mse')].map((run) =>
      run.task === 'b' && run.method === 'ds' && run.seed === 1
        ? { ...run, score: null, status: 'diverged' as const }
        : run,
    );
    expect(evaluate(claimOf({ among: 2, lead: 1 }), runs).tally?.fails).toEqual(['lstm on b']);
  });

  it('asks each place for as many pairs as the claim asks for', () => {
    const asked = evaluate(claimOf({ among: 5, lead: 2 }, { minimumPairs: 4 }), five);
    expect(asked.verdict).toBe('inconclusive');
    expect(asked.reason).toContain('ties on 5');
    expect(asked.reason).toContain('over 4 pairs or more');
  });

  it('is held back by caps as any other', () => {
    const untuned = evaluateClaim(claimOf({ among: 5, lead: 2 }), five, {
      ...contextOf(five),
      choices: contextOf(five).choices.map((choice) => ({ ...choice, edge: 'only' as const })),
    });
    expect(untuned).toMatchObject({ verdict: 'inconclusive', caps: ['not tuned: one learning rate'] });
  });
});

it('the table of verdicts by hand: 9 wins, 3 ties and 3 losses', () => {
  const names = (n: number): string[] => Array.from({ length: n }, (_, i) => String(i));
  const tally = { holds: names(9), undecided: names(3), fails: names(3) };
  const verdictOf = (lead: number, among = 15) => verdictOfTally(tally, { among, lead });
  expect([verdictOf(6), verdictOf(7), verdictOf(9), verdictOf(10)]).toEqual([
    ...['supported', 'inconclusive', 'inconclusive', 'not supported'],
  ]);
  expect(verdictOf(3, 16)).toBe('inconclusive');
});
