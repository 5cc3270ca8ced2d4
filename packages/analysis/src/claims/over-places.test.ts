import type { Claim, Observation } from '@dsrnn/records';
import { claim as claimSchema } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { evaluateClaim } from './evaluate-claim.ts';
import { shownVerdict } from './shown-verdict.ts';

const claim: Claim = claimSchema.parse({
  ...{ id: 'toy', statement: 'DS is better', kind: 'superior', margin: 0 },
  ...{ treatment: { label: 'ds', sparsity: 0.9 }, reference: { label: 'dense', sparsity: 0 } },
});

/** Three seeds at one place; ds is `difference` better, give or take a 512th. */
const place = (architecture: string, task: string, difference: number, more: Partial<Observation> = {}) =>
  [-1, 0, 1].flatMap((noise, i) => [
    observation({ architecture, task, seed: i + 1, score: 0.5 + difference + noise / 512, ...more }),
    observation({ architecture, task, seed: i + 1, method: 'dense', sparsity: 0, score: 0.5, ...more }),
  ]);
const evaluate = (runs: readonly Observation[], one: Claim = claim) =>
  evaluateClaim(one, runs, madeContext(runs));

describe('the verdict over places', () => {
  it('is the weaker one where few places carry the difference, and the text names both', () => {
    const runs = [
      ...[place('lstm', 'a', 0.25), place('lstm', 'b', 0.03125)],
      ...[place('gru', 'a', 0.125), place('gru', 'b', -0.0625)],
    ].flat();
    const verdict = evaluate(runs);
    expect(verdict.verdict).toBe('supported');
    expect(verdict.places).toMatchObject({
      count: 4,
      verdict: 'inconclusive',
      withoutOneArchitecture: [0.03125, 0.140625],
      withoutOneTask: [-0.015625, 0.1875],
    });
    expect(verdict.places!.interval![0]).toBeLessThan(0);
    expect(shownVerdict(verdict)).toBe('supported here; over places inconclusive');
    expect(verdict.reason).toMatch(
      /; over 4 places \[−\d+\.\d, \d+\.\d\], without one architecture 3\.1 to 14\.1, without one task −1\.6 to 18\.8; the margin is 0 points\./,
    );
  });

  it('agrees where all places say the same', () => {
    const runs = ['lstm', 'gru', 'ltc'].flatMap((cell, i) =>
      ['a', 'b', 'c'].flatMap((task) => place(cell, task, 0.25 + i / 256)),
    );
    const verdict = evaluate(runs);
    expect(verdict.places?.verdict).toBe('supported');
    expect(shownVerdict(verdict)).toBe('supported');
  });

  it('is none for one place, and the text says so', () => {
    const verdict = evaluate(place('lstm', 'a', 0.25));
    expect(verdict.places).toEqual({
      ...{ count: 1, verdict: null, interval: null },
      ...{ withoutOneArchitecture: null, withoutOneTask: null },
    });
    expect(verdict.reason).toContain('n = 3 pairs; one place; the margin');
    expect(shownVerdict(verdict)).toBe('supported (one place)');
    expect(shownVerdict(evaluate(place('lstm', 'a', 0)))).toBe('inconclusive');
  });

  it('takes the strategies of a stream for one place', () => {
    const runs = ['joint', 'replay'].flatMap((strategy) =>
      place('lstm', `split/${strategy}`, 0.25, { stream: 'split', strategy }),
    );
    expect(evaluate(runs)).toMatchObject({ pairs: 6, places: { count: 1, interval: null } });
  });

  it('has the sign of the measure in the text where less is better', () => {
    const measured = (architecture: string, value: number) =>
      place(architecture, 'a', 0).map((run, i) => ({
        ...run,
        measures: { 'masks.h-dead': (run.method === 'ds' ? value : 0.5) + (i % 4) / 512 },
      }));
    const one = claimSchema.parse({
      ...claim,
      better: 'lower',
      treatment: { label: 'ds', sparsity: 0.9, measure: 'masks.h-dead' },
      reference: { label: 'dense', sparsity: 0, measure: 'masks.h-dead' },
    });
    const verdict = evaluate([...measured('lstm', 0.25), ...measured('gru', 0.125)], one);
    expect(verdict.difference).toBeGreaterThan(0.3);
    expect(verdict.reason).toMatch(/is 31\.\d points below .* without one architecture −37\.\d to −25\./);
  });
});
