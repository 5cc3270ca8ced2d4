import { StrategyError } from '@dsrnn/continual';
import type { RunSpec } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { tinySpec } from '../../test/toy-dataset.ts';
import { planRun } from './plan-run.ts';
import { resolvedSpec } from '../spec/resolved-spec.ts';

const family = { kind: 'systems', tasks: 3, trainPerTask: 16, validationPerTask: 4, testPerTask: 4 };

function plan(overrides: Partial<RunSpec>): ReturnType<typeof planRun> {
  return planRun(resolvedSpec(tinySpec({ kind: 'dense' }, { task: family, ...overrides })));
}

it('counts a head for each part, and a learned identity', () => {
  // An LSTM of 6 units over [u, 2 distractors, y'] and the identity: 24 (features + 6 + 1) numbers.
  const shared = plan({});
  expect(shared.parameters).toBe(24 * (7 + 6 + 1) + 7);
  expect(plan({ task: { ...family, heads: 'own' } }).parameters).toBe(shared.parameters + 2 * 7);
  const embedded = plan({ task: { ...family, identity: 'embedding', embeddingSize: 2 } });
  expect(embedded.parameters).toBe(24 * (6 + 6 + 1) + 7 + 3 * 2);
  expect(plan({ task: { ...family, identity: 'none' } }).parameters).toBe(24 * (4 + 6 + 1) + 7);
});

it('counts the passes of a strategy as work', () => {
  const naive = plan({ strategy: { kind: 'fine-tune' } });
  // Three parts: on the second one memory of 8 beside a batch of 8, on the third two.
  const gem = plan({ strategy: { kind: 'gem', memoryPerPart: 8 } });
  expect(gem.stepMacs / naive.stepMacs).toBeCloseTo(2, 12);
});

it.each([
  [{ kind: 'replay', memory: 2 }, 'strategy.memory: 2 examples cannot hold one of each of 3 parts'],
  [{ kind: 'gem', memoryPerPart: 4, memoryBatch: 5 }, 'strategy.memoryBatch: 5 examples cannot be drawn'],
])('refuses %o before anything is trained', (strategy, message) => {
  expect(() => plan({ strategy })).toThrow(StrategyError);
  expect(() => plan({ strategy })).toThrow(message);
});
