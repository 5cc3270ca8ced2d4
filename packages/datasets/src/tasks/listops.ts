/**
 * ListOps-like: the value of a nested list operation, read token by token (generated).
 *
 *   [MAX 2 9 [MIN 4 7 ] 0 ]   →  9
 *
 * Inputs `[count, length, 15]`: one-hot tokens (digits 0 … 9, four opening brackets with their operator MIN, MAX, MED
 * or SM, one closing bracket), at the end of the sequence; the steps before are all zero. Target: the value, one of ten
 * classes. After ListOps, Nangia & Bowman (2018), in the form of Long Range Arena, Tay et al. (2021), but drawn here and
 * much shorter by default: scores are not comparable with published ones.
 *
 * Expressions are drawn as `list-expression.ts` says. Those with fewer than `minLength` or more than `length` tokens are
 * dropped, so short ones are frequent: by default a mean of 31 of 64 tokens. Values are as they come, each class 9 % to
 * 12 % of them, 0 and 9 the most frequent.
 *
 * Each split has its own stream. No expression occurs twice: test is drawn first, then validation, then training, and
 * what was seen before is dropped.
 */
import { createRng } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { majorityClassFloor } from '../class-floors.ts';
import { upTo, whole } from '../config-fields.ts';
import { refine, type ConfigProblem } from '../config-problem.ts';
import type { Examples, Floor, TaskShape } from '../dataset.ts';
import { TaskError } from '../errors.ts';
import {
  drawListExpression,
  listTokens,
  mostListTokens,
  outermostResult,
} from '../expressions/list-expression.ts';
import type { ListExpression } from '../expressions/list-expression.ts';
import { eachSplit } from '../splits.ts';
import { nearestMeanFrequencyFloor } from '../symbol-floors.ts';
import { digitNames } from './class-names.ts';
import { seed } from './seed.ts';
import { defineTask } from './task-definition.ts';

const CLASSES = 10;
const SHORTEST = 4;

/** Config of the ListOps-like task. */
export const listopsConfig = z
  .strictObject({
    kind: z.literal('listops'),
    length: whole(SHORTEST, 10_000).default(64).describe('steps T, and the most tokens of an expression'),
    minLength: whole(SHORTEST, 10_000).default(20).describe('fewest tokens of an expression'),
    depth: whole(1, 20).default(4).describe('most operators inside each other'),
    arguments: whole(2, 100).default(5).describe('most arguments of an operator; at least 2 are drawn'),
    nesting: z
      .number()
      .min(0.001)
      .max(0.999)
      .default(0.25)
      .describe('probability that an argument is an operation, where depth allows it; 0.25 as published'),
    trainCount: upTo(1_000_000).default(10_000),
    validationCount: upTo(1_000_000).default(1000),
    testCount: upTo(1_000_000).default(2000),
    dataSeed: seed.describe('decides the examples; independent of the run seed'),
  })
  .superRefine(refine(lengthProblems));
type ListopsConfig = z.output<typeof listopsConfig>;

/** ListOps-like. Needs no files. `load` throws TaskError if too few different expressions fit the config. */
export const listops = defineTask({
  kind: 'listops',
  version: 1,
  title: 'ListOps-like',
  summary: 'generated: the value of nested MIN, MAX, MED and SM operations on digits; 10 classes, accuracy',
  config: listopsConfig,
  sources: () => [],
  shape,
  classNames: () => digitNames,
  load: async (config) => {
    const rng = createRng(config.dataSeed).fork('listops');
    const seen = new Set<string>();
    const test = drawSplit(config, config.testCount, seen, rng.fork('test'));
    const validation = drawSplit(config, config.validationCount, seen, rng.fork('validation'));
    const train = drawSplit(config, config.trainCount, seen, rng.fork('train'));
    const drawn = { train, validation, test };
    const examples = eachSplit((split) => oneHot(drawn[split], config.length));
    const floors = [
      majorityClassFloor(examples.test),
      nearestMeanFrequencyFloor(examples.train, examples.test, listTokens.length, CLASSES),
      outermostFloor(train, test),
    ];
    return { ...shape(config), ...examples, floors };
  },
});

function shape({ length }: { readonly length: number }): TaskShape {
  return {
    time: length,
    features: listTokens.length,
    target: { kind: 'class', classes: CLASSES },
    metric: 'accuracy',
  };
}

function lengthProblems(config: ListopsConfig): readonly ConfigProblem[] {
  const { length, minLength, depth, arguments: most } = config;
  const longest = mostListTokens(config);
  if (minLength <= Math.min(length, longest)) return [];
  const limit =
    minLength > length
      ? `length allows ${length}; lower it or raise length`
      : `depth ${depth} and ${most} arguments give at most ${longest}; lower it or raise depth or arguments`;
  return [{ path: ['minLength'], message: `${minLength} tokens at least, but ${limit}` }];
}

/** Draws `count` expressions that fit and are not in `seen`, and adds them to it. */
function drawSplit(config: ListopsConfig, count: number, seen: Set<string>, rng: Rng): ListExpression[] {
  const { length, minLength } = config;
  const drawn: ListExpression[] = [];
  const mostDraws = 100 * count + 10_000;
  for (let draws = 0; drawn.length < count; draws++) {
    if (draws === mostDraws) {
      throw new TaskError(
        'task.minLength',
        `only ${drawn.length} of ${count} different expressions of ${minLength} to ${length} tokens came up in ` +
          `${mostDraws} draws; widen minLength to length, change depth, arguments or nesting, or ask for fewer examples`,
      );
    }
    const expression = drawListExpression(config, length, rng);
    if (expression === undefined || expression.tokens.length < minLength) continue;
    const text = expression.tokens.join(' ');
    if (seen.has(text)) continue;
    seen.add(text);
    drawn.push(expression);
  }
  return drawn;
}

/** Examples with the tokens at the end, zeros before. */
function oneHot(expressions: readonly ListExpression[], length: number): Examples {
  const inputs = new Float32Array(expressions.length * length * listTokens.length);
  expressions.forEach(({ tokens }, i) => {
    const first = (i + 1) * length - tokens.length;
    tokens.forEach((token, t) => {
      inputs[(first + t) * listTokens.length + token] = 1;
    });
  });
  const targets = Int32Array.from(expressions, ({ value }) => value);
  return { count: expressions.length, inputs, targets };
}

/**
 * Accuracy of the most frequent training class among expressions with the same outermost result; ties go to the lower.
 * A model that does no better has not learned to nest.
 */
function outermostFloor(train: readonly ListExpression[], test: readonly ListExpression[]): Floor {
  const counts = new Map<string, Int32Array>();
  for (const { tokens, value } of train) {
    const guess = outermostResult(tokens);
    const ofGuess = counts.get(guess) ?? new Int32Array(CLASSES);
    ofGuess[value]! += 1;
    counts.set(guess, ofGuess);
  }
  const answer = (tokens: readonly number[]): number => {
    const ofGuess = counts.get(outermostResult(tokens));
    return ofGuess === undefined ? 0 : ofGuess.indexOf(Math.max(...ofGuess));
  };
  const correct = test.filter(({ tokens, value }) => answer(tokens) === value).length;
  return {
    name: 'outermost operation',
    score: correct / test.length,
    note: 'the most frequent class, given the outermost operator and its result on its own digits; nested operations are ignored',
  };
}
