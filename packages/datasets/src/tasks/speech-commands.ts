/**
 * Speech Commands v0.02: tell which word was spoken from the log-mel energies of one second of sound.
 *
 * Inputs `[count, steps, bands]`, by default 98 steps of 40 bands (`speech/log-mel.ts`), each band standardised by its mean
 * and deviation over the training split; one class at the end, the words in the order of the config; accuracy. Official
 * split by lists that a hash of the speaker decides, so that validation and test ask about new voices. The ten usual
 * words have about 30,800 training, 3,700 validation and 4,100 test clips, all 35 words 84,843, 9,981 and 11,005. Counts
 * take less: the first of a class-stratified order drawn from `splitSeed`.
 *
 * Every clip holds one of the words: the classes "silence" and "unknown" of the paper's benchmark are left out. The
 * "SC10" of the papers on continuous-time models draws its splits at random, with voices of the training split in the
 * test, so its scores cannot be compared. The three splits of ten words take 0.6 GB as float32, of all words
 * 1.7 GB, and half of that again while they are made.
 */
import { createRng } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { majorityClassFloor } from '../class-floors.ts';
import { columnStatistics, standardiseColumns } from '../column-statistics.ts';
import { upTo, whole } from '../config-fields.ts';
import { refine, type ConfigProblem } from '../config-problem.ts';
import type { Dataset, Examples, Floor, TaskShape } from '../dataset.ts';
import { TaskError } from '../errors.ts';
import { requireEveryClass } from '../every-class.ts';
import { stratifiedOrder } from '../images/stratified-order.ts';
import { ridgeClassFloor } from '../ridge-floor.ts';
import { readSpeechFeatures, SPEECH_WORDS } from '../sources/speech-commands.ts';
import type { SpeechWord } from '../sources/speech-commands.ts';
import type { SplitFeatures } from '../speech/feature-file.ts';
import { LOG_MEL_SCALE, logMelSteps } from '../speech/log-mel.ts';
import { eachSplit, SPLITS, type Split, type Splits } from '../splits.ts';
import { classNames } from './class-names.ts';
import { seed } from './seed.ts';
import { defineTask } from './task-definition.ts';

/** The ten commands of the paper's benchmark (Warden 2018). */
const TEN_WORDS = [
  ...(['yes', 'no', 'up', 'down', 'left'] as const),
  ...(['right', 'on', 'off', 'stop', 'go'] as const),
] as const satisfies readonly SpeechWord[];

/** Stretches of time whose means a linear model gets, and its penalties. */
const STRETCHES = 4;
const PENALTIES = [0.001, 0.01, 0.1, 1];

const count = z.union([upTo(200_000), z.literal('all')]).default('all');

/** Config of the task. */
export const speechCommandsConfig = z
  .strictObject({
    kind: z.literal('speech-commands'),
    words: z
      .union([z.enum(['ten', 'all']), z.array(z.enum(SPEECH_WORDS)).min(2)])
      .default('ten')
      .describe('ten: yes no up down left right on off stop go; all: 35 words; or a list. Class i is word i'),
    bands: whole(4, 80).default(40).describe('mel bands from 20 to 8,000 Hz, features of a step'),
    hopMs: whole(5, 25)
      .default(10)
      .describe('ms from one window of 25 ms to the next: 10 makes 98 steps, 20 makes 49, 25 makes 40'),
    trainCount: count.describe('clips of all words together; all: as many as there are'),
    validationCount: count,
    testCount: count,
    splitSeed: seed.describe('decides which clips a count below all takes, and their order; never the split'),
  })
  .superRefine(refine(problems));
type SpeechCommandsConfig = z.output<typeof speechCommandsConfig>;

/** The task. `load` throws TaskError for counts beyond the data, DatasetError if it cannot be had. */
export const speechCommands = defineTask({
  kind: 'speech-commands',
  version: 1,
  title: 'Speech Commands v0.02',
  summary:
    'one second of speech as 98 steps of 40 log-mel energies; 10 or 35 words, official split by speaker',
  config: speechCommandsConfig,
  sources: () => ['speech-commands'],
  shape,
  classNames: (config) => classNames(wordsOf(config)),
  load: async (config, access) =>
    speechDataset(config, await readSpeechFeatures(access, wordsOf(config), config)),
});

/**
 * The dataset of features, one entry a word in the order of the config. Throws TaskError for more clips than there are,
 * or if a split leaves a word without any.
 */
export function speechDataset(config: SpeechCommandsConfig, words: readonly SplitFeatures[]): Dataset {
  const { time, features: bands } = shape(config);
  const rng = createRng(config.splitSeed).fork('split');
  const splits = eachSplit((split) => examplesOf(words, split, config, rng.fork(split), time * bands));
  const statistics = columnStatistics(splits.train.inputs, bands);
  for (const split of SPLITS) standardiseColumns(splits[split].inputs, statistics);
  const floors = [
    majorityClassFloor(splits.test),
    ...[1, STRETCHES].map((stretches) => meansFloor(splits, words.length, bands, stretches)),
  ];
  return { ...shape(config), ...splits, floors };
}

function problems(config: SpeechCommandsConfig): readonly ConfigProblem[] {
  const words = wordsOf(config);
  const few = SPLITS.map((split) => `${split}Count` as const).filter((field) => {
    const asked = config[field];
    return asked !== 'all' && asked < words.length;
  });
  return [
    ...(new Set(words).size === words.length
      ? []
      : [{ path: ['words'], message: 'a word is listed twice; list each once' }]),
    ...few.map((field) => ({
      path: [field],
      message: `${config[field]} clips for ${words.length} words, but every word needs one; raise it`,
    })),
  ];
}

function wordsOf({ words }: Pick<SpeechCommandsConfig, 'words'>): readonly string[] {
  if (words === 'ten') return TEN_WORDS;
  return words === 'all' ? SPEECH_WORDS : words;
}

function shape(config: SpeechCommandsConfig): TaskShape {
  return {
    time: logMelSteps(config.hopMs),
    features: config.bands,
    target: { kind: 'class', classes: wordsOf(config).length },
    metric: 'accuracy',
  };
}

/** The clips of a split that the count takes, in their drawn order, not standardised yet. */
function examplesOf(
  words: readonly SplitFeatures[],
  split: Split,
  config: SpeechCommandsConfig,
  rng: Rng,
  size: number,
): Examples {
  const field = `${split}Count` as const;
  const places = words.flatMap((word, label) =>
    Array.from({ length: word[split].length / size }, (_, k) => ({ label, start: k * size })),
  );
  const asked = config[field] === 'all' ? places.length : config[field];
  if (asked > places.length) {
    const message = `${asked} clips asked for, but there are ${places.length}; lower it or use 'all'`;
    throw new TaskError(`task.${field}`, message);
  }
  const labels = Uint8Array.from(places, ({ label }) => label);
  const chosen = Array.from(stratifiedOrder(labels, rng).subarray(0, asked), (i) => places[i]!);
  const inputs = new Float32Array(asked * size);
  chosen.forEach(({ label, start }, i) => {
    inputs.set(words[label]![split].subarray(start, start + size), i * size);
  });
  for (let k = 0; k < inputs.length; k++) inputs[k]! /= LOG_MEL_SCALE;
  const examples = { count: asked, inputs, targets: Int32Array.from(chosen, ({ label }) => label) };
  requireEveryClass(examples, words.length, field);
  return examples;
}

/** What a linear model sees of the mean of each band over each of some equal stretches of time. */
function meansFloor(splits: Splits<Examples>, classes: number, bands: number, stretches: number): Floor {
  const { train, validation, test } = eachSplit((split) => stretchMeans(splits[split], bands, stretches));
  const { score, note } = ridgeClassFloor(train, validation, test, classes, PENALTIES);
  const what = stretches === 1 ? 'the whole clip' : `${stretches} stretches of the clip`;
  return {
    name: `ridge classifier on ${stretches * bands} means`,
    score,
    note: `means over ${what}; ${note}`,
  };
}

/** Means `[count, stretches, bands]` over the steps of each stretch. */
function stretchMeans({ count, inputs, targets }: Examples, bands: number, stretches: number): Examples {
  const steps = inputs.length / (count * bands);
  const bounds = Array.from({ length: stretches + 1 }, (_, i) => Math.floor((i * steps) / stretches));
  const means = new Float32Array(count * stretches * bands);
  const sums = new Float64Array(bands);
  for (let example = 0; example < count; example++) {
    for (let stretch = 0; stretch < stretches; stretch++) {
      const [from, to] = [bounds[stretch]!, bounds[stretch + 1]!];
      sums.fill(0);
      for (let t = from; t < to; t++) {
        const start = (example * steps + t) * bands;
        for (let band = 0; band < bands; band++) sums[band]! += inputs[start + band]!;
      }
      const place = (example * stretches + stretch) * bands;
      for (let band = 0; band < bands; band++) means[place + band] = sums[band]! / (to - from);
    }
  }
  return { count, inputs: means, targets };
}
