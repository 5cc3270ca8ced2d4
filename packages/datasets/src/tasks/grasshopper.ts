/**
 * Spikes of an auditory receptor: from the envelope of a noise, foretell in each millisecond whether the neuron fires.
 *
 *   x_t = (mean, maximum, last − first sample) of the envelope in bin t  [, spike in bin t − 1];   y_t = spike in bin t
 *
 * Inputs `[count, length, 3 or 4]`, two classes a step (0 silent, 1 spike), bins of 1 ms. The envelope features are
 * standardised by the training block; the earlier spike, with `history`, is 0 or 1. Bin t's own envelope is an input:
 * the neuron answers the sound of the last milliseconds. About 9 % of the bins have a spike, so accuracy says nothing; the
 * metric is the area under the ROC curve over the steps after the first `warmUp` of a window.
 *
 * Two recordings of 10,000 bins. `split: blocks` uses recording 1: its first 70 % train, the next 10 % validate, the
 * last 20 % test. `split: recordings` trains on the first 90 % of recording 1, validates on its last 10 % and tests on
 * all of recording 2, which heard a faster noise, up to 800 instead of 200 Hz: a shift of the inputs on which a filter
 * fitted to recording 1 does badly. The files do not say whether it is the same cell. Blocks are 100 bins apart and
 * windows stay inside them. Training windows start `stride` bins apart and so overlap; those of validation and test
 * start length − warmUp apart, so that each bin is scored once. Data and licence: sources/grasshopper.ts.
 */
import { z } from 'zod';
import { areaUnderRoc } from '../auc.ts';
import { timeBlocks, windowStarts } from '../blocks/time-blocks.ts';
import type { Block } from '../blocks/time-blocks.ts';
import { columnStatistics, standardiseColumns } from '../column-statistics.ts';
import { upTo, whole } from '../config-fields.ts';
import { refine, type ConfigProblem } from '../config-problem.ts';
import type { Examples, Floor, TaskShape } from '../dataset.ts';
import { chanceAucError } from '../guess-error.ts';
import { applyLinear, fitRidge } from '../ridge.ts';
import { GRASSHOPPER_BINS, SAMPLES_PER_BIN, readGrasshopper } from '../sources/grasshopper.ts';
import type { Recording } from '../sources/grasshopper.ts';
import { defineTask } from './task-definition.ts';

const ENVELOPE_FEATURES = 3;
/** Bins between two blocks. */
const GAP = 100;
/** Bins that the linear floor sees, the present one included. */
const LINEAR_BINS = 30;
/** Penalties of the linear floor. */
const RIDGE_PENALTIES = [0.01, 0.1, 1, 10];
/** The shortest block, validation, is a tenth of a recording in both splits; before the test it loses its gap. */
const MOST_BINS = GRASSHOPPER_BINS / 10 - GAP;

/** Config of the task. */
export const grasshopperConfig = z
  .strictObject({
    kind: z.literal('grasshopper'),
    length: whole(2, MOST_BINS).default(100).describe('bins of 1 ms in a window'),
    warmUp: whole(0, 10_000).default(30).describe('first bins of a window that are not scored'),
    stride: upTo(10_000).default(10).describe('bins between the starts of two training windows'),
    split: z
      .enum(['blocks', 'recordings'])
      .default('blocks')
      .describe('blocks: by time in recording 1; recordings: train on recording 1, test on recording 2'),
    history: z.boolean().default(false).describe('whether a spike fell in the bin before is a fourth input'),
  })
  .superRefine(refine(warmUpProblems));
type GrasshopperConfig = z.output<typeof grasshopperConfig>;

/** The task. `load` throws DatasetError if the data cannot be had. */
export const grasshopper = defineTask({
  kind: 'grasshopper',
  version: 1,
  title: 'Spikes of a grasshopper auditory receptor',
  summary:
    'two recordings of 10 s of a neuron that hears noise (Debian package python3-nitime); spike or none a millisecond; AUC',
  config: grasshopperConfig,
  sources: () => ['grasshopper'],
  shape,
  load: async (config, access) => {
    const [first, second] = await readGrasshopper(access);
    const byTime = config.split === 'blocks';
    const [trainBlock, validationBlock, testBlock = { start: 0, end: GRASSHOPPER_BINS }] = timeBlocks(
      GRASSHOPPER_BINS,
      byTime ? [70, 10, 20] : [90, 10],
      GAP,
    );
    const firstBins = binFeatures(first);
    const secondBins = binFeatures(second);
    const { start, end } = trainBlock!;
    const training = firstBins.subarray(start * ENVELOPE_FEATURES, end * ENVELOPE_FEATURES);
    const statistics = columnStatistics(training, ENVELOPE_FEATURES);
    for (const features of [firstBins, secondBins]) standardiseColumns(features, statistics);

    const scored = config.length - config.warmUp;
    const train = windows(firstBins, first.spikes, trainBlock!, config, config.stride);
    const test = byTime
      ? windows(firstBins, first.spikes, testBlock, config, scored)
      : windows(secondBins, second.spikes, testBlock, config, scored);
    // The floor's training rows: each bin once, not as often as training windows overlap.
    const once = windows(firstBins, first.spikes, trainBlock!, config, scored);
    return {
      ...shape(config),
      train,
      validation: windows(firstBins, first.spikes, validationBlock!, config, scored),
      test,
      floors: [chanceFloor(test, config), linearFloor(once, test, config)],
    };
  },
});

function shape({ length, warmUp, history }: GrasshopperConfig): TaskShape {
  return {
    time: length,
    features: featureCount(history),
    target: { kind: 'class-per-step', classes: 2, scoredSteps: length - warmUp },
    metric: 'auc',
  };
}

function featureCount(history: boolean): number {
  return ENVELOPE_FEATURES + (history ? 1 : 0);
}

function warmUpProblems({ length, warmUp }: GrasshopperConfig): readonly ConfigProblem[] {
  if (warmUp < length) return [];
  const message = `${warmUp} of ${length} steps leave none to score; use at most length − 1 = ${length - 1}`;
  return [{ path: ['warmUp'], message }];
}

/** Mean, maximum, and last minus first sample of the envelope in each bin; `[bins, 3]`. */
export function binFeatures({ envelope }: Pick<Recording, 'envelope'>): Float64Array {
  const bins = envelope.length / SAMPLES_PER_BIN;
  const features = new Float64Array(bins * ENVELOPE_FEATURES);
  for (let bin = 0; bin < bins; bin++) {
    const samples = envelope.subarray(bin * SAMPLES_PER_BIN, (bin + 1) * SAMPLES_PER_BIN);
    const mean = samples.reduce((sum, sample) => sum + sample, 0) / SAMPLES_PER_BIN;
    const slope = samples[SAMPLES_PER_BIN - 1]! - samples[0]!;
    features.set([mean, Math.max(...samples), slope], bin * ENVELOPE_FEATURES);
  }
  return features;
}

function windows(
  features: Float64Array,
  spikes: Uint8Array,
  block: Block,
  { length, history }: GrasshopperConfig,
  stride: number,
): Examples {
  const starts = windowStarts(block, length, stride);
  const width = featureCount(history);
  const inputs = new Float32Array(starts.length * length * width);
  const targets = new Int32Array(starts.length * length);
  starts.forEach((start, i) => {
    for (let t = 0; t < length; t++) {
      const step = i * length + t;
      const bin = start + t;
      for (let k = 0; k < ENVELOPE_FEATURES; k++) {
        inputs[step * width + k] = features[bin * ENVELOPE_FEATURES + k]!;
      }
      if (history) inputs[step * width + ENVELOPE_FEATURES] = bin === 0 ? 0 : spikes[bin - 1]!;
      targets[step] = spikes[bin]!;
    }
  });
  return { count: starts.length, inputs, targets };
}

function chanceFloor({ count, targets }: Examples, { length, warmUp }: GrasshopperConfig): Floor {
  const spikes = targets.filter((spike, step) => step % length >= warmUp && spike === 1).length;
  return {
    name: 'chance',
    score: 0.5,
    note: 'a score that does not depend on the input',
    guess: { standardError: chanceAucError(spikes, count * (length - warmUp) - spikes) },
  };
}

/**
 * AUC of ridge regression from the inputs of the last bins to the spike, no further back than the warm-up allows. The
 * penalty is the best one on the test split: generous to the floor, because validation cannot tell which penalty
 * survives the other noise of recording 2.
 */
function linearFloor(train: Examples, test: Examples, config: GrasshopperConfig): Floor {
  const bins = Math.min(LINEAR_BINS, config.warmUp + 1);
  const trainRows = scoredRows(train, config, bins);
  const testRows = scoredRows(test, config, bins);
  const models = fitRidge(trainRows.rows, trainRows.spikes, trainRows.spikes.length, RIDGE_PENALTIES);
  const scores = models.map((model) => areaUnderRoc(applyLinear(model, testRows.rows), testRows.spikes));
  const penalties = RIDGE_PENALTIES.join(', ');
  return {
    name: 'linear filter',
    score: Math.max(...scores),
    note: `ridge regression from the inputs of the last ${bins} ms; the best on the test of penalties ${penalties}`,
  };
}

/** For each scored step the inputs of the `bins` steps up to it, `[steps, bins · features]`, and its spike. */
function scoredRows(
  { count, inputs, targets }: Examples,
  { length, warmUp, history }: GrasshopperConfig,
  bins: number,
): { readonly rows: Float32Array; readonly spikes: Int32Array } {
  const width = featureCount(history);
  const size = bins * width;
  const scored = length - warmUp;
  const rows = new Float32Array(count * scored * size);
  const spikes = new Int32Array(count * scored);
  for (let row = 0; row < spikes.length; row++) {
    const step = Math.floor(row / scored) * length + warmUp + (row % scored);
    rows.set(inputs.subarray((step + 1) * width - size, (step + 1) * width), row * size);
    spikes[row] = targets[step]!;
  }
  return { rows, spikes };
}
