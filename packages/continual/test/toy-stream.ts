/** A stream of two parts with two classes each: four clouds of points, told apart by one
 * linear model. All lie on one side of the origin, so that what raises the outputs of new classes lowers those of old ones. */
import { joinExamples, selectExamples, type Examples, type TaskShape } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import type { StrategyConfig } from '../src/strategies/registry.ts';
import { strategyDefinition } from '../src/strategies/registry.ts';
import type { StrategyContext, StrategySession } from '../src/strategy.ts';
import { createToyLearner, type ToyLearner } from './toy-learner.ts';

/** Shape of the stream: classes 0 and 1 in part 0, 2 and 3 in part 1. */
export const toyShape: TaskShape = {
  time: 1,
  features: 2,
  target: { kind: 'class', classes: 4 },
  metric: 'accuracy',
  parts: { count: 2, heads: 'shared', identity: { kind: 'none' } },
};

const batchSize = 10;
const centres = [
  [3, 3],
  [3, 1],
  [1, 1],
  [1, 3],
] as const;

/** 40 points around each of the two centres of a part. */
export function toyPart(part: number, seed: number): Examples {
  const rng = createRng(seed).fork(`part/${String(part)}`);
  const targets = Int32Array.from({ length: 80 }, (_, e) => 2 * part + (e % 2));
  const inputs = [...targets].flatMap((label) => centres[label]!.map((at) => at + 0.3 * rng.normal()));
  return {
    count: 80,
    inputs: new Float32Array(inputs),
    targets,
    parts: new Int32Array(80).fill(part),
  };
}

/** What a strategy is begun with on the stream. */
export function toyContext(seed: number, changes: Partial<StrategyContext> = {}): StrategyContext {
  return {
    shape: toyShape,
    parts: 2,
    parameters: 12,
    outputs: 4,
    batchSize,
    rng: createRng(seed).fork('strategy'),
    ...changes,
  };
}

/** What came of training on the stream. */
export interface ToyRun {
  readonly learner: ToyLearner;
  readonly session: StrategySession;
  /** Training accuracy on part j after part i; one row of a joint run. */
  readonly scores: number[][];
  /** Loss of each step. */
  readonly losses: number[];
}

/** Trains for ten epochs of every part, or of all parts mixed, by gradient descent. */
export async function trainToy(config: StrategyConfig, seed: number): Promise<ToyRun> {
  const definition = strategyDefinition(config.kind);
  const session = definition.begin(config, toyContext(seed));
  const learner = createToyLearner(2, 4);
  const parts = [toyPart(0, seed), toyPart(1, seed)];
  const losses: number[] = [];

  async function train(examples: Examples, part: number | null): Promise<void> {
    for (let epoch = 0; epoch < 10; epoch++) {
      const order = createRng(seed)
        .fork(`${String(part)}/${String(epoch)}`)
        .permutation(examples.count);
      for (let from = 0; from < order.length; from += batchSize) {
        const batch = selectExamples(examples, order.subarray(from, from + batchSize));
        const { loss, values } = await session.step(learner, batch, part);
        losses.push(loss);
        learner.descend(values, 0.1);
      }
    }
  }

  const score = (): number[] => parts.map((part) => learner.accuracy(part));
  if (definition.order === 'joint') {
    await train(joinExamples(parts), null);
    return { learner, session, scores: [score()], losses };
  }
  const scores: number[][] = [];
  for (const [part, examples] of parts.entries()) {
    session.beginPart?.(part, examples);
    await train(examples, part);
    await session.endPart?.(part, learner, examples);
    scores.push(score());
  }
  return { learner, session, scores, losses };
}
