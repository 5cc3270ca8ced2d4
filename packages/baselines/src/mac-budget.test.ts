import { cellDefinition, type MethodContext } from '@dsrnn/core';
import { toyContext } from '@dsrnn/core/testing';
import { describe, expect, it } from 'vitest';
import { delta } from './delta.ts';
import { denseSmall } from './dense-small.ts';
import { macBudget, productBudget } from './mac-budget.ts';
import { rigl } from './rigl.ts';

const contextOf = (kind: string, features: number): MethodContext =>
  toyContext(denseSmall, cellDefinition(kind), { units: 128, features, time: 28, sparsity: 0.9 });

const core = { budget: 'core', router: null } as const;
const total = { budget: 'total', router: null } as const;

describe('the budget of a baseline', () => {
  it.each([rigl, delta])(
    'says of $kind that a total without router is that of the first gating',
    (method) => {
      const adviceFor = (settings: object): string | undefined =>
        method.plan({
          ...contextOf('lstm', 28),
          config: method.config.parse({ kind: method.kind, ...settings }),
        } as MethodContext<never>).advice;
      expect(adviceFor({ budget: 'total' })).toContain('router: {}');
      expect(adviceFor({ budget: 'total', router: {} })).toBeUndefined();
      expect(adviceFor({})).toBeUndefined();
    },
  );

  it('is 10 % of an LSTM at sparsity 0.9, alone or with the router of DS', () => {
    // Dense 4 · 128 · (28 + 128) = 79,872; router 16 · (28 + 128) + 16 · (28 + 128) = 4,992.
    const context = contextOf('lstm', 28);
    expect(macBudget(context, core)).toBeCloseTo(7987.2, 6);
    expect(macBudget(context, total)).toBeCloseTo(7987.2 + 4992, 6);
    expect(productBudget(context, core)).toBe(macBudget(context, core));
  });

  it('follows the router of another DS, and refuses one where no router is paid for', () => {
    // 8 · 2 · 28 for x and its mean, and 8 · 16 for the scores of 16 groups of 8 units: 576.
    const router = {
      input: 'ema',
      width: 8,
      firstSteps: 4,
      blocks: 4,
      maskInputs: false,
      groupSize: 8,
    } as const;
    const context = contextOf('lstm', 28);
    expect(macBudget(context, { budget: 'total', router })).toBeCloseTo(7987.2 + 576, 6);
    const standard = { ...router, maskInputs: 'auto', groupSize: 'auto' } as const;
    expect(denseSmall.config.parse({ kind: 'dense-small' }).router).toEqual(standard);
    expect(macBudget(context, { budget: 'total', router: standard })).toBeCloseTo(7987.2 + 576, 6);
    expect(() => macBudget(context, { budget: 'core', router })).toThrow(
      'method.router: is given, but budget: core pays for no router; use budget: total',
    );
  });

  it('leaves the state space of an S4D aside for methods that leave out weights or columns', () => {
    const cell = cellDefinition('s4d');
    const context = {
      ...contextOf('s4d', 1),
      settings: cell.config.parse({ kind: 's4d', units: 128 }), // 32 modes
    };
    // State space 128 · 8 · 32 = 32,768; products 128 · 1 + 128 · 256 = 32,896, of which a tenth may stay.
    expect(productBudget(context, core)).toBeCloseTo(32_768 + 3289.6, 6);
    expect(macBudget(context, core)).toBeCloseTo(6566.4, 6);
  });
});
