import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toyContext, trainToy } from '../../test/toy-stream.ts';
import { continualMeasuresOf } from '../metrics/continual-measures.ts';
import { strategies, strategyConfig, strategyDefinition, type StrategyConfig } from './registry.ts';

/** Settings that suit the toy: plain gradient descent at rate 0.1 is stable only up to some strength of the penalty of EWC. */
function toyConfig(kind: string): StrategyConfig {
  return strategyConfig.parse(kind === 'ewc' ? { kind, lambda: 10 } : { kind });
}

async function lastScores(kind: string, seed: number): Promise<number[]> {
  const { scores } = await trainToy(toyConfig(kind), seed);
  return scores.at(-1)!;
}

for (const { kind, order } of strategies) {
  const { scores, losses, learner, session } = await trainToy(toyConfig(kind), 1);

  describe(`the strategy ${kind}`, () => {
    it('learns what it trains on', () => {
      const learned = order === 'joint' ? scores[0]! : scores.map((row, part) => row[part]!);
      for (const score of learned) expect(score).toBeGreaterThan(0.8);
      expect(losses.every(Number.isFinite)).toBe(true);
    });

    it('takes the same steps from the same seed', async () => {
      const again = await trainToy(toyConfig(kind), 1);
      expect(again.losses).toEqual(losses);
      expect(again.learner.weights).toEqual(learner.weights);
    });

    it('says what it keeps', () => {
      const { examples, numbers } = session.memory();
      expect(Number.isInteger(examples) && examples >= 0).toBe(true);
      // An example of the toy is two inputs, a class and a part.
      expect(numbers).toBeGreaterThanOrEqual(4 * examples);
    });

    it('accepts a task of one part, if it has any parts', () => {
      const { shape } = toyContext(1);
      const one = { ...shape, parts: { ...shape.parts!, count: 1 } };
      const definition = strategyDefinition(kind);
      expect(() => definition.begin(toyConfig(kind), toyContext(1, { shape: one, parts: 1 }))).not.toThrow();
    });
  });
}

describe('on a stream whose new classes push the old ones down', () => {
  it('fine-tuning forgets the first part, and what replays or projects does not', async () => {
    for (const seed of [1, 2, 3]) {
      expect((await lastScores('fine-tune', seed))[0]).toBeLessThan(0.1);
      for (const kind of ['replay', 'der-plus-plus', 'gem', 'a-gem']) {
        expect((await lastScores(kind, seed))[0], kind).toBeGreaterThan(0.75);
      }
    }
  });

  it('fine-tuning has more forgetting than replay', async () => {
    const forgetting = async (kind: string): Promise<number> => {
      const { scores } = await trainToy(toyConfig(kind), 4);
      return continualMeasuresOf({ scores, initial: [0.5, 0], higherIsBetter: true })['forgetting']!;
    };
    expect(await forgetting('fine-tune')).toBeGreaterThan((await forgetting('replay')) + 0.5);
  });
});

describe('the registry of strategies', () => {
  it('lists every strategy of its folder', async () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /^[a-z-]+\.ts$/.test(name));
    const found = new Set<unknown>();
    for (const file of files) {
      const exported = (await import(new URL(file, import.meta.url).href)) as Record<string, unknown>;
      for (const value of Object.values(exported).filter(isDefinition)) found.add(value);
    }
    expect(found).toEqual(new Set<unknown>(strategies));
  });

  it('has no kind twice, and finds each by its kind and its default config', () => {
    expect(new Set(strategies.map(({ kind }) => kind)).size).toBe(strategies.length);
    for (const strategy of strategies) {
      expect(strategyDefinition(strategy.kind)).toBe(strategy);
      expect(strategyConfig.parse({ kind: strategy.kind }).kind).toBe(strategy.kind);
      expect(strategy.title).not.toBe('');
      expect(strategy.summary).not.toBe('');
    }
  });

  it('tells the known kinds when asked for another', () => {
    expect(() => strategyDefinition('magic')).toThrow(
      /unknown strategy "magic"; known: joint, pcgrad, fine-tune/,
    );
  });
});

function isDefinition(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'order' in value && 'begin' in value;
}
