/**
 * Radicals of Chinese characters: follow the pen through a character, then name the radical it is filed under.
 *
 * Inputs `[count, length, 3]`: dx, dy, pen, as in strokes/pen-trajectory.ts, from the middle of the box. A character
 * has 13 to 151 points, half of them more than 64. Longer ones are thinned to `length` along their points, keeping
 * every stroke start and the last point; shorter ones are padded with zeros at the FRONT, so that the last step is always
 * the true end. dx and dy are divided by one number, the root mean square of both over the steps of the training
 * split that are not padding: nothing is subtracted, so zero stays "no movement", and shapes keep their proportions.
 *
 * The classes are the `classes` most frequent radicals, class 0 the most frequent. 20 classes: N = 5,210, of 484 down to
 * 130 a class. There is no official split: a class-stratified order of all is drawn from `splitSeed`, its first 20 % are
 * the test pool, the rest is for training and validation; by default 70 % of all train and 10 % validate. Each
 * character is one example, so none is in two splits; characters that share components, or the simplified and the
 * full form of one character, can be. Data and licences: sources/hanzi.ts.
 */
import { createRng } from '@dsrnn/portable';
import { z } from 'zod';
import { majorityClassFloor, nearestClassMeanFloor } from '../class-floors.ts';
import { upTo, whole } from '../config-fields.ts';
import { refine, type ConfigProblem } from '../config-problem.ts';
import type { Examples, Floor, TaskShape } from '../dataset.ts';
import { requireEveryClass } from '../every-class.ts';
import { stratifiedOrder } from '../images/stratified-order.ts';
import { HANZI_RADICALS, RADICAL_NAMES, readHanzi } from '../sources/hanzi.ts';
import { openingPositions } from '../strokes/opening-positions.ts';
import { PEN_FEATURES, writeTrajectory } from '../strokes/pen-trajectory.ts';
import type { Point, StrokeCharacter } from '../strokes/stroke-characters.ts';
import { classNames } from './class-names.ts';
import { seed } from './seed.ts';
import { defineTask } from './task-definition.ts';

/** Middle of the box of 1,024 units in which the characters are drawn. */
const ORIGIN: Point = [512, 388];

/** Steps from which a linear floor reads the radical: it is often written first. */
const OPENING = 16;

const count = (share: string): z.ZodOptional<z.ZodInt> =>
  upTo(10_000).optional().describe(`default: ${share} of the characters of these classes`);

/** Config of the task. */
export const hanziConfig = z
  .strictObject({
    kind: z.literal('hanzi'),
    classes: whole(2, HANZI_RADICALS.length).default(20).describe('most frequent radicals'),
    length: whole(16, 151).default(64).describe('steps; the longest character has 151 points'),
    trainCount: count('70 %'),
    validationCount: count('10 %'),
    testCount: count('20 %, which is also the most'),
    splitSeed: seed.describe('decides which characters are in which split, and nothing else'),
  })
  .superRefine(refine(countProblems));
type HanziConfig = z.output<typeof hanziConfig>;

/** The radical task. `load` throws TaskError for counts that leave a class empty, DatasetError without data. */
export const hanzi = defineTask({
  kind: 'hanzi',
  version: 1,
  title: 'Radicals of Chinese characters',
  summary:
    '5,210 Chinese characters as pen movements (npm package hanzi-writer-data); 2 to 20 radicals; accuracy',
  config: hanziConfig,
  sources: () => ['hanzi'],
  shape,
  classNames: ({ classes }) => classNames(RADICAL_NAMES.slice(0, classes)),
  load: async (config, access) => {
    const { classes, length } = config;
    const characters = (await readHanzi(access)).filter(({ label }) => label < classes);
    const labels = Uint8Array.from(characters, ({ label }) => label);
    const order = Array.from(
      stratifiedOrder(labels, createRng(config.splitSeed).fork('split')),
      (index) => characters[index]!,
    );
    const { trainCount, validationCount, testCount, testPool } = counts(config);
    const train = trajectories(order.slice(testPool, testPool + trainCount), length);
    const validation = trajectories(order.slice(order.length - validationCount), length);
    const test = trajectories(order.slice(0, testCount), length);
    requireEveryClass(train.examples, classes, 'trainCount');
    requireEveryClass(test.examples, classes, 'testCount');
    for (const split of [train, validation, test]) scaleMovements(split.examples.inputs, train.scale);
    return {
      ...shape(config),
      train: train.examples,
      validation: validation.examples,
      test: test.examples,
      floors: [
        majorityClassFloor(test.examples),
        nearestClassMeanFloor(train.examples, test.examples, classes),
        openingFloor(train.examples, test.examples, config),
      ],
    };
  },
});

function shape({ classes, length }: Pick<HanziConfig, 'classes' | 'length'>): TaskShape {
  return { time: length, features: PEN_FEATURES, target: { kind: 'class', classes }, metric: 'accuracy' };
}

type CountFields = Pick<HanziConfig, 'classes' | 'trainCount' | 'validationCount' | 'testCount'>;

/** Sizes of the splits and of the pools they are taken from. Shares are rounded down, in favour of training. */
function counts(config: CountFields) {
  const all = HANZI_RADICALS.slice(0, config.classes).reduce((sum, [, size]) => sum + size, 0);
  const testPool = Math.floor(all / 5);
  const trainingPool = all - testPool;
  const tenth = Math.floor(all / 10);
  return {
    testPool,
    trainingPool,
    trainCount: config.trainCount ?? trainingPool - tenth,
    validationCount: config.validationCount ?? tenth,
    testCount: config.testCount ?? testPool,
  };
}

function countProblems(config: CountFields): readonly ConfigProblem[] {
  const { testPool, trainingPool, trainCount, validationCount, testCount } = counts(config);
  const problems: ConfigProblem[] = [];
  const there = `with ${config.classes} classes there are`;
  if (trainCount + validationCount > trainingPool) {
    const asked = `${trainCount} training + ${validationCount} validation characters asked for`;
    problems.push({
      path: [config.trainCount === undefined ? 'validationCount' : 'trainCount'],
      message: `${asked}, but ${there} ${trainingPool} for both; lower one or raise classes`,
    });
  }
  if (testCount > testPool) {
    const message = `${testCount} characters asked for, but ${there} ${testPool}; lower it or raise classes`;
    problems.push({ path: ['testCount'], message });
  }
  return problems;
}

/** Unscaled trajectories, and the root mean square of their dx and dy. */
function trajectories(
  characters: readonly StrokeCharacter[],
  length: number,
): { readonly examples: Examples; readonly scale: number } {
  const inputs = new Float32Array(characters.length * length * PEN_FEATURES);
  let steps = 0;
  characters.forEach(({ strokes }, i) => {
    steps += writeTrajectory(strokes, length, ORIGIN, inputs, i * length * PEN_FEATURES);
  });
  let squares = 0;
  inputs.forEach((value, i) => {
    if (i % PEN_FEATURES !== 2) squares += value * value;
  });
  const targets = Int32Array.from(characters, ({ label }) => label);
  return { examples: { count: characters.length, inputs, targets }, scale: Math.sqrt(squares / (2 * steps)) };
}

function scaleMovements(inputs: Float32Array, scale: number): void {
  for (let i = 0; i < inputs.length; i++) if (i % PEN_FEATURES !== 2) inputs[i]! /= scale;
}

/** Much stronger than the mean of the flattened inputs, which padding shifts by a different amount for each character. */
function openingFloor(train: Examples, test: Examples, { classes, length }: HanziConfig): Floor {
  const opening = (split: Examples): Examples => openingPositions(split, length, OPENING);
  return {
    name: 'nearest class mean of the opening',
    score: nearestClassMeanFloor(opening(train), opening(test), classes).score,
    note: `linear, on the pen positions of the first ${OPENING} steps that are not padding`,
  };
}
