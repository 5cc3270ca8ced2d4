/**
 * The masks of a trained model: do they differ between classes, do they tell the class, are all channels used, do they
 * settle in training.
 *
 * A frequency is the share of the steps of one example at which a channel was active. Overlap and use are measured on
 * test examples; predictors are fitted on train examples and scored on test examples. Train examples are taken as they
 * are stored, without augmentation. Prefix `h-`: hidden channels, `x-`: input channels, where those are masked.
 */
import type { SequenceModel } from '@dsrnn/core';
import type { Dataset } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import type { MaskDetails, ProbeResult } from '@dsrnn/records';
import { z } from 'zod';
import { ProbeError } from './errors.ts';
import { classMeans, classOverlap } from './masks/class-means.ts';
import { frequenciesOf, type Frequencies } from './masks/frequencies.ts';
import { MaskChurn, type Churn } from './masks/mask-churn.ts';
import { maskMeasures, prefixed } from './masks/measures.ts';
import { masksChannels } from './masks/masked-methods.ts';
import { meanInformation } from './masks/mutual-information.ts';
import { overlapMeasures } from './masks/overlap-measures.ts';
import { predictionMeasures } from './masks/prediction-measures.ts';
import { fourDecimals, recorded, roundedRows } from './masks/rounded.ts';
import { columnMeans, firstRows, rowOf, type Table } from './masks/table.ts';
import { utilisation } from './masks/utilisation.ts';
import { defineProbe } from './probe.ts';

const config = z.strictObject({
  kind: z.literal('masks'),
  trainExamples: z
    .int()
    .positive()
    .max(100_000)
    .default(1000)
    .describe('first train examples, which predictors are fitted on'),
  testExamples: z
    .int()
    .positive()
    .max(100_000)
    .default(1000)
    .describe('first test examples, on which everything is measured'),
  pairExamples: z
    .int()
    .min(2)
    .max(10_000)
    .default(300)
    .describe('first test examples whose pairs are compared; the work grows with its square'),
  permutations: z
    .int()
    .positive()
    .max(100_000)
    .default(200)
    .describe('label shuffles behind the p-value of separation'),
  churnExamples: z
    .int()
    .nonnegative()
    .max(10_000)
    .default(64)
    .describe('first validation examples whose masks are compared at every evaluation; 0: none'),
  keptExamples: z
    .int()
    .nonnegative()
    .max(10_000)
    .default(120)
    .describe('first test examples kept for figures'),
});

type MasksConfig = z.infer<typeof config>;

/** The probe of masks. `begin` throws ProbeError for a task whose target is not one class a sequence. */
export const masks = defineProbe({
  kind: 'masks',
  version: 1,
  title: 'masks',
  summary: 'overlap between classes, class prediction, use of channels and churn of the masks',
  config,
  measures: maskMeasures,
  applies: masksChannels,
  watches: ({ churnExamples }) => (churnExamples === 0 ? [] : ['watch']),

  begin(settings, { model, data, rng }) {
    const { target } = data;
    if (target.kind !== 'class')
      throw new ProbeError(
        `probe masks: the task's target is ${target.kind}, expected class (one a sequence); ` +
          'leave the probe out, or choose a task that classifies sequences',
      );
    const churn = new MaskChurn(model, data.validation, data, settings.churnExamples, rng.fork('churn'));
    return {
      ...(settings.churnExamples === 0 ? {} : { watch: (step: number) => churn.watch(step) }),
      finish: () => report(settings, model, data, target.classes, churn.changes, rng),
    };
  },
});

function report(
  settings: MasksConfig,
  model: SequenceModel,
  data: Dataset,
  classes: number,
  churn: readonly Churn[],
  rng: Rng,
): ProbeResult {
  const train = frequenciesOf(model, data.train, data, settings.trainExamples, rng.fork('train'));
  const test = frequenciesOf(model, data.test, data, settings.testExamples, rng.fork('test'));
  const overlap = (table: Table, name: string): Record<string, number | null> =>
    overlapMeasures(
      firstRows(table, settings.pairExamples),
      test.labels,
      settings.permutations,
      rng.fork(`overlap/${name}`),
    );
  const measures = {
    ...prefixed('h', overlap(test.h, 'h')),
    ...(test.x === null ? {} : prefixed('x', overlap(test.x, 'x'))),
    ...predictionMeasures(train, test, classes, rng.fork('shuffled')),
    ...prefixed('h', {
      ...utilisation(columnMeans(test.h)),
      'mutual-information': meanInformation({ table: test.h, labels: test.labels }, classes),
      churn: churn.at(-1)?.change ?? null,
    }),
  };
  return {
    measures: recorded(measures),
    details: detailsOf(test, classes, settings.keptExamples, churn, rng.fork('overlap/classes')),
  };
}

function detailsOf(
  test: Frequencies,
  classes: number,
  keptExamples: number,
  churn: readonly Churn[],
  rng: Rng,
): MaskDetails {
  const h = classMeans(test.h, test.labels, classes);
  const kept = firstRows(test.h, keptExamples);
  return {
    classes,
    byClass: {
      h: roundedRows(h.means),
      x: test.x === null ? null : roundedRows(classMeans(test.x, test.labels, classes).means),
    },
    overlap: classOverlap(h, rng).map((row) => row.map(fourDecimals)),
    examples: {
      labels: [...test.labels.subarray(0, kept.rows)],
      h: Array.from({ length: kept.rows }, (_, i) =>
        Array.from(rowOf(kept, i), (frequency) => Math.round(255 * frequency)),
      ),
    },
    churn: churn.map(({ step, change }) => ({ step, change: fourDecimals(change) })),
  };
}
