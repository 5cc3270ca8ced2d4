/**
 * Interference of gradients between examples and between classes, on the trained model, and the theorems that bound it.
 *
 * For class-balanced examples of the test split: gradients of the task loss of single examples, as in training; for every
 * pair and group of parameters cosine, inner product, overlap of supports and the bound of theorem T1
 * (interference/pair-geometry.ts), whose violations are counted: none can be. Of weight matrices also the bound of theorem
 * T2 (interference/step-bound.ts), but not in an LTC, to which it does not apply. In a masked model, that gradients stay inside the support of their masks, and whether
 * examples that share units have gradients that are more alike. What the measures are called, and mean:
 * interference/group-measures.ts; besides
 *
 *   pairs                            pairs of examples
 *   <matrix>-outside-support         nonzero entries outside the support that masks imply, over all examples; also bias
 *   <matrix>-step-bound, …           interference/step-measures.ts
 *   h-overlap-correlation            Pearson's r, over pairs of examples, of the chance-corrected overlap of their hidden
 *                                    masks (interference/mask-overlap.ts) and |cos| of `core`; absent if one is constant
 *
 * Gradients are the ones that training would apply: without a method's penalties, 0 where a weight mask holds a weight,
 * parameters that training does not move left out. A delta network's are those of the values it transmits.
 */
import { cells } from '@dsrnn/core';
import type { InterferenceDetails, ProbeResult } from '@dsrnn/records';
import { z } from 'zod';
import { balancedExamples, type ChosenExamples } from './interference/balanced-examples.ts';
import { occurringClasses } from './interference/class-means.ts';
import { betweenClasses, groupMeasures } from './interference/group-measures.ts';
import { pairsOfGroups, type PairsOfGroup } from './interference/group-pairs.ts';
import type { MaskHistory } from './interference/mask-history.ts';
import { correlation, unitUse, useOverlap } from './interference/mask-overlap.ts';
import { modelGradients } from './interference/model-gradients.ts';
import { outsideMasks } from './interference/outside-masks.ts';
import { interferenceMeasures } from './interference/measures.ts';
import type { PairGeometry } from './interference/pair-geometry.ts';
import { pairCount } from './interference/pair-sums.ts';
import { membersOf, parameterGroups } from './interference/parameter-groups.ts';
import { samplePairs } from './interference/sample-pairs.ts';
import { affordablePairs, stepMeasures } from './interference/step-measures.ts';
import { fourDecimals, significant } from './masks/rounded.ts';
import { defineProbe, type ProbeSubject } from './probe.ts';
import { recurrentFeatures } from './recurrent-features.ts';

/** Settings of the probe. */
export const interferenceConfig = z.strictObject({
  kind: z.literal('interference'),
  examples: z
    .int()
    .min(2)
    .max(10_000)
    .default(150)
    .describe('test examples whose gradients are compared, class-balanced; 150 make 11,175 pairs'),
  samplePairs: z
    .int()
    .positive()
    .max(100_000)
    .default(300)
    .describe('pairs of examples of different classes, by weight matrix, that are kept for figures'),
  stepPairs: z
    .int()
    .positive()
    .max(100_000)
    .default(500)
    .describe('pairs, by weight matrix, for the bound step by step; long sequences get fewer'),
});
type InterferenceConfig = z.infer<typeof interferenceConfig>;

/**
 * The probe. `begin` throws ProbeError for a task without classes, a test split of one class, or one with fewer examples
 * than asked.
 */
export const interference = defineProbe({
  kind: 'interference',
  version: 1,
  title: 'gradient interference',
  summary: 'angles of the gradients of examples and classes, and the bounds that masks put on them',
  config: interferenceConfig,
  measures: interferenceMeasures(weightMatrixNames()),
  applies: () => true,
  begin(config, subject) {
    const chosen = balancedExamples(subject.data, config.examples);
    return { finish: () => measure(config, subject, chosen) };
  },
});

function measure(config: InterferenceConfig, subject: ProbeSubject, chosen: ChosenExamples): ProbeResult {
  const { model, data, rng } = subject;
  const { labels } = chosen;
  const features = recurrentFeatures(subject);
  const groups = parameterGroups(model, features);
  const { gradients, masks, steps } = modelGradients(subject, membersOf(groups), chosen);
  const ofGroups = pairsOfGroups(model, groups, gradients, labels);
  const stepPairs = affordablePairs(config.stepPairs, data.time, model.recurrent.settings.units);
  const measures: Record<string, number> = { pairs: pairCount(labels.length) };
  const add = (prefix: string, values: Readonly<Record<string, number>>): void => {
    for (const [name, value] of Object.entries(values)) measures[`${prefix}-${name}`] = significant(value);
  };
  for (const pairs of ofGroups) {
    const { group } = pairs;
    add(group.name, groupMeasures(pairs));
    const outside = masks === null ? null : outsideMasks(model, group, gradients, masks, features);
    if (outside !== null) add(group.name, { 'outside-support': outside });
    const ofSteps = group.kind === 'matrix' ? steps?.[group.members[0] as string] : undefined;
    if (ofSteps !== undefined) {
      const between = betweenClasses(pairs.examples, labels);
      add(group.name, stepMeasures(between, ofSteps, stepPairs, rng.fork(`step-pairs/${group.name}`)));
    }
  }
  const core = ofGroups.find(({ group }) => group.name === 'core');
  const related = masks === null || core === undefined ? null : overlapCorrelation(core, masks, subject);
  if (related !== null) add('h', { 'overlap-correlation': related });
  return { measures, details: detailsOf(config, subject, ofGroups) };
}

/** Correlation of mask overlap and |cos| over all pairs of examples, or null if one of them is constant. */
function overlapCorrelation(
  { examples }: PairsOfGroup,
  masks: MaskHistory,
  { model }: ProbeSubject,
): number | null {
  const uses = masks.h.map((mask) => unitUse(mask, model.recurrent.settings.units));
  const overlaps: number[] = [];
  const cosines: number[] = [];
  for (const { a, b, cosine } of examples) {
    const [ofA, ofB] = [uses[a], uses[b]];
    const overlap = ofA === undefined || ofB === undefined ? null : useOverlap(ofA, ofB);
    if (overlap === null) continue;
    overlaps.push(overlap);
    cosines.push(Math.abs(cosine));
  }
  return correlation(overlaps, cosines);
}

function detailsOf(
  config: InterferenceConfig,
  { rng }: ProbeSubject,
  ofGroups: readonly PairsOfGroup[],
): InterferenceDetails {
  const matrices = ofGroups.filter(({ group }) => group.kind === 'matrix');
  return {
    groups: matrices.map(({ group, examples, classes, labels }) => {
      const between = betweenClasses(examples, labels);
      const present = occurringClasses(labels);
      const sample = samplePairs(between, config.samplePairs, rng.fork(`pairs/${group.name}`));
      return {
        group: group.name,
        examples: sample.map((pair) => drawn(pair, (at) => labels[at])),
        classes: classes.map((pair) => drawn(pair, (at) => present[at])),
      };
    }),
  };
}

type DrawnPair = InterferenceDetails['groups'][number]['examples'][number];

function drawn(
  { a, b, cosine, bound, overlap }: PairGeometry,
  classOf: (at: number) => number | undefined,
): DrawnPair {
  return {
    a: classOf(a) as number,
    b: classOf(b) as number,
    cosine: fourDecimals(cosine),
    bound: fourDecimals(bound),
    overlap: fourDecimals(overlap),
  };
}

/** Names of the weight matrices of every kind of cell. */
function weightMatrixNames(): ReadonlySet<string> {
  return new Set(
    cells.flatMap((cell) =>
      cell
        .weightMatrices(cell.config.parse({ kind: cell.kind, units: 1 }) as never, 1)
        .map(({ name }) => name.replaceAll('.', '-')),
    ),
  );
}
