/**
 * UCI HAR: tell from 128 steps of nine raw signals of a smartphone which of six activities its bearer is at.
 *
 * Inputs `[count, 128, 9]`, each signal standardised by its mean and deviation over the training split; one class at the
 * end; accuracy. The official split is by subject: 21 subjects (7,352 windows) for training, 9 others (2,947) for test.
 *
 * Validation is whole subjects of the 21, so that it asks the same question as the test: a new person. Windows of a
 * subject overlap by half; a validation split of single windows would hold halves of training windows. The
 * subjects are put in an order drawn from `splitSeed`; training takes the first `trainSubjects`, validation the last
 * `validationSubjects`. This is not the protocol of the LTC paper, which feeds 16 windows of 561 computed features.
 * Total acceleration is the body's plus gravity, so three of the nine signals are nearly sums of others.
 */
import { createRng } from '@dsrnn/portable';
import { z } from 'zod';
import { majorityClassFloor, nearestClassMeanFloor } from '../class-floors.ts';
import { columnStatistics, standardiseColumns } from '../column-statistics.ts';
import { upTo } from '../config-fields.ts';
import { refine, requireNone, type ConfigProblem } from '../config-problem.ts';
import type { Dataset, Examples, Floor, TaskShape } from '../dataset.ts';
import { requireEveryClass } from '../every-class.ts';
import { HAR, readUciHar } from '../sources/uci-har.ts';
import type { HarData, HarWindows } from '../sources/uci-har.ts';
import { classNames } from './class-names.ts';
import { seed } from './seed.ts';
import { defineTask } from './task-definition.ts';

const TRAINING_SUBJECTS = 21;
const WIDTH = HAR.signals.length;
const SHORT_ACTIVITIES = ['walk', 'up', 'down', 'sit', 'std', 'lay'];
const CLASSES = HAR.activities.length;

const SHAPE: TaskShape = {
  time: HAR.steps,
  features: WIDTH,
  target: { kind: 'class', classes: CLASSES },
  metric: 'accuracy',
};

/** Config of the task. */
export const uciHarConfig = z
  .strictObject({
    kind: z.literal('uci-har'),
    trainSubjects: upTo(20)
      .default(17)
      .describe('with validationSubjects at most 21; about 350 windows each'),
    validationSubjects: upTo(20).default(4),
    splitSeed: seed.describe('decides which subjects are in which split, and nothing else'),
  })
  .superRefine(refine((config) => subjectProblems(config, TRAINING_SUBJECTS)));
type UciHarConfig = z.output<typeof uciHarConfig>;

/** The task. `load` throws DatasetError if the data cannot be had. */
export const uciHar = defineTask({
  kind: 'uci-har',
  version: 1,
  title: 'UCI HAR',
  summary: '10,299 windows of 128 steps and 9 raw smartphone signals, 30 subjects; 6 activities; accuracy',
  config: uciHarConfig,
  sources: () => ['uci-har'],
  shape: () => SHAPE,
  classNames: () => classNames(HAR.activities.map((name, i) => [name, SHORT_ACTIVITIES[i]!])),
  load: async (config, access) => harDataset(config, await readUciHar(access)),
});

/**
 * The dataset of parsed windows. Throws TaskError for more subjects than the training windows have, or if a class is
 * missing from a split.
 */
export function harDataset(config: UciHarConfig, data: HarData): Dataset {
  const subjects = [...new Set(data.train.subjects)].sort((a, b) => a - b);
  requireNone(subjectProblems(config, subjects.length));
  const rng = createRng(config.splitSeed).fork('subjects');
  const order = Array.from(rng.permutation(subjects.length), (i) => subjects[i]!);
  const train = windowsOf(data.train, new Set(order.slice(0, config.trainSubjects)));
  const validation = windowsOf(data.train, new Set(order.slice(order.length - config.validationSubjects)));
  const test = windowsOf(data.test, new Set(data.test.subjects));
  requireEveryClass(train, CLASSES, 'trainSubjects');
  requireEveryClass(validation, CLASSES, 'validationSubjects');

  const statistics = columnStatistics(train.inputs, WIDTH);
  for (const { inputs } of [train, validation, test]) standardiseColumns(inputs, statistics);
  const floors = [
    majorityClassFloor(test),
    nearestClassMeanFloor(train, test, CLASSES),
    summaryFloor(train, test),
  ];
  return { ...SHAPE, train, validation, test, floors };
}

function subjectProblems(
  { trainSubjects, validationSubjects }: UciHarConfig,
  available: number,
): readonly ConfigProblem[] {
  if (trainSubjects + validationSubjects <= available) return [];
  const asked = `${trainSubjects} training + ${validationSubjects} validation subjects asked for`;
  const message = `${asked}, but there are ${available} for both; lower one`;
  return [{ path: ['trainSubjects'], message }];
}

/** The windows of some subjects, in the order of the data. */
function windowsOf(windows: HarWindows, subjects: ReadonlySet<number>): Examples {
  const chosen = Array.from({ length: windows.count }, (_, i) => i).filter((i) =>
    subjects.has(windows.subjects[i]!),
  );
  const size = HAR.steps * WIDTH;
  const inputs = new Float32Array(chosen.length * size);
  chosen.forEach((from, to) =>
    inputs.set(windows.signals.subarray(from * size, (from + 1) * size), to * size),
  );
  return { count: chosen.length, inputs, targets: Int32Array.from(chosen, (i) => windows.labels[i]!) };
}

/**
 * Nearest class mean of 18 numbers a window: mean and deviation of each signal. Windows start anywhere in a stride, so
 * the flattened signals of two windows of walking do not match; how much the phone moves, and which way is down, do.
 */
function summaryFloor(train: Examples, test: Examples): Floor {
  const { score } = nearestClassMeanFloor(summaries(train), summaries(test), CLASSES);
  return {
    name: 'nearest class mean of summaries',
    score,
    note: 'from the mean and the deviation of each signal over the window, without their order',
  };
}

function summaries({ count, inputs, targets }: Examples): Examples {
  const size = HAR.steps * WIDTH;
  const result = new Float32Array(count * 2 * WIDTH);
  for (let i = 0; i < count; i++) {
    const { means, deviations } = columnStatistics(inputs.subarray(i * size, (i + 1) * size), WIDTH);
    result.set(means, i * 2 * WIDTH);
    result.set(deviations, (i * 2 + 1) * WIDTH);
  }
  return { count, inputs: result, targets };
}
