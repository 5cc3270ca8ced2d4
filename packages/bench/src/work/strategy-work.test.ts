import { strategies } from '@dsrnn/continual';
import { expect, test } from 'vitest';
import { strategyWork, type StrategySpec } from './strategy-work.ts';

const sizes: Omit<StrategySpec, 'strategy'> = {
  architecture: { kind: 'lstm', units: 4 },
  method: { kind: 'dense' },
  ...{ sparsity: 0, sparsityOf: 'macs' },
  ...{ parts: 5, batch: 32, time: 3, features: 2, outputs: 2 },
};

// Replay joins a batch of the memory, DER++ two, A-GEM has one as a second gradient; GEM four memories of 50.
const factors: Readonly<Record<string, number>> = {
  ...{ joint: 1, pcgrad: 1, 'fine-tune': 1, ewc: 1 },
  ...{ replay: 2, 'a-gem': 2, 'der-plus-plus': 3, gem: 1 + 200 / 32 },
};

test.each(strategies.map(({ kind }) => kind))(
  'a step of %s runs on the last part, with the memories of the others',
  async (strategy) => {
    const work = await strategyWork({ ...sizes, strategy });
    expect(work.workFactor).toBe(factors[strategy]);
    for (const sample of await work.take(2)) expect(sample).toBeGreaterThan(0);
    expect(work.workFactor).toBe(factors[strategy]);
  },
);
