/** What the tests of single strategies share. */
import { selectExamples, type Examples } from '@dsrnn/datasets';
import { strategyConfig, strategyDefinition } from '../src/strategies/registry.ts';
import { taskGradient } from '../src/strategies/task-gradient.ts';
import type { StrategyContext, StrategySession } from '../src/strategy.ts';
import { createToyLearner, type ToyLearner } from './toy-learner.ts';
import { toyContext, toyPart } from './toy-stream.ts';

/** Training examples of the two parts of the toy stream. */
export const [first, second] = [toyPart(0, 1), toyPart(1, 1)] as const;

/** Ten examples in a row. */
export const batchOf = (examples: Examples, from = 0): Examples =>
  selectExamples(
    examples,
    Array.from({ length: 10 }, (_, i) => from + i),
  );

/** A strategy begun on the toy stream; settings left out are the defaults. */
export function begin(settings: object, changes: Partial<StrategyContext> = {}): StrategySession {
  const config = strategyConfig.parse(settings);
  return strategyDefinition(config.kind).begin(config, toyContext(1, changes));
}

/** A learner after a few steps on the first part, with an empty record. */
export async function learnerOfFirst(): Promise<ToyLearner> {
  const learner = createToyLearner(2, 4);
  for (let step = 0; step < 20; step++) {
    const { values } = await taskGradient(learner, batchOf(first, 10 * (step % 8)));
    learner.descend(values, 0.1);
  }
  learner.asked.length = 0;
  return learner;
}

/** Examples in each term of each gradient that the learner was asked for. */
export const countsAsked = ({ asked }: ToyLearner): number[][] =>
  asked.map((terms) => terms.map(({ batch }) => batch.count));

/** The inputs of each example, as text to compare. */
export const numbersOfRows = ({ count, inputs }: Examples): string[] =>
  Array.from({ length: count }, (_, e) => inputs.slice(2 * e, 2 * e + 2).join());
