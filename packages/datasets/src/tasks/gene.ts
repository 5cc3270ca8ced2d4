/**
 * Splice junctions: does a window of 60 nucleotides have a donor, an acceptor or no splice site in its middle?
 *
 * Inputs `[count, 60, 4]`, one-hot in the order C, A, G, T; 3 classes: 0 donor (24 %), 1 acceptor (24 %), 2 neither
 * (52 %). N = 3,175 in the official split of 1,588 / 1,587. The test split is always all of the 1,587.
 *
 * The official split leaks: 71 different windows, 102 rows of the test, are in both parts, and 44 rows of the training
 * part repeat an earlier one. Rows of the training part that repeat are dropped, which leaves 1,473 different windows
 * that the test does not have. With `repeats: keep` all 1,588 are used, as in publications; then the test, and by
 * chance the validation, have copies of training windows. Validation is the last `validationCount` of a class-stratified order drawn from `splitSeed`,
 * training the rest. Data and licence: sources/gene.ts.
 */
import { createRng } from '@dsrnn/portable';
import { z } from 'zod';
import { majorityClassFloor, nearestClassMeanFloor } from '../class-floors.ts';
import { upTo } from '../config-fields.ts';
import { refine, type ConfigProblem } from '../config-problem.ts';
import type { Examples, TaskShape } from '../dataset.ts';
import { requireEveryClass } from '../every-class.ts';
import { stratifiedOrder } from '../images/stratified-order.ts';
import { ridgeClassFloor } from '../ridge-floor.ts';
import { GENE_COUNTS, readGene } from '../sources/gene.ts';
import type { DnaWindows } from '../sources/gene.ts';
import { classNames } from './class-names.ts';
import { seed } from './seed.ts';
import { defineTask } from './task-definition.ts';

const TIME = 60;
const NUCLEOTIDES = 4;
const CLASSES = 3;
const JUNCTIONS = classNames([
  ['donor', 'don'],
  ['acceptor', 'acc'],
  ['neither', 'none'],
]);
/** Penalties that the linear floor tries. */
const RIDGE_PENALTIES = [0.001, 0.01, 0.1, 1];

/** Windows for training and validation together. */
const POOLS = { drop: 1473, keep: GENE_COUNTS.training };

/** Config of the splice junctions. */
export const geneConfig = z
  .strictObject({
    kind: z.literal('gene'),
    validationCount: upTo(3174).default(300).describe('windows of the training part, the rest trains'),
    repeats: z
      .enum(['drop', 'keep'])
      .default('drop')
      .describe('training windows that repeat an earlier one or one of the test: drop, or keep as published'),
    splitSeed: seed.describe('decides which windows validate, and nothing else'),
  })
  .superRefine(refine(countProblems));
type GeneConfig = z.output<typeof geneConfig>;

/**
 * The splice junctions. `load` throws TaskError for a validation split that leaves a class out of training or
 * validation, DatasetError if the data cannot be had.
 */
export const gene = defineTask({
  kind: 'gene',
  version: 1,
  title: 'Splice junctions in DNA',
  summary: '3,175 windows of 60 nucleotides (Debian package libfann-doc); 3 classes, official test split',
  config: geneConfig,
  sources: () => ['gene'],
  shape,
  classNames: () => JUNCTIONS,
  load: async (config, access) => {
    const data = await readGene(access);
    const pool = config.repeats === 'keep' ? data.train : dropRepeats(data.train, data.test);
    const order = stratifiedOrder(pool.labels, createRng(config.splitSeed).fork('split'));
    const trainCount = pool.count - config.validationCount;
    const train = oneHot(pool, order.slice(0, trainCount));
    const validation = oneHot(pool, order.slice(trainCount));
    const test = oneHot(data.test);
    for (const split of [train, validation]) requireEveryClass(split, CLASSES, 'validationCount');
    return {
      ...shape(),
      ...{ train, validation, test },
      floors: [
        majorityClassFloor(test),
        nearestClassMeanFloor(train, test, CLASSES),
        ridgeClassFloor(train, validation, test, CLASSES, RIDGE_PENALTIES),
      ],
    };
  },
});

function shape(): TaskShape {
  return {
    time: TIME,
    features: NUCLEOTIDES,
    target: { kind: 'class', classes: CLASSES },
    metric: 'accuracy',
  };
}

function countProblems({ validationCount, repeats }: GeneConfig): readonly ConfigProblem[] {
  const pool = POOLS[repeats];
  if (validationCount < pool) return [];
  const message = `${validationCount} windows asked for, but there are ${pool} for training and validation with repeats ${repeats}; lower it`;
  return [{ path: ['validationCount'], message }];
}

/** The windows of `pool` that neither stand earlier in it nor in `test`, in their order. */
export function dropRepeats(pool: DnaWindows, test: DnaWindows): DnaWindows {
  const text = ({ nucleotides, count }: DnaWindows, i: number): string => {
    const time = nucleotides.length / count;
    return nucleotides.subarray(i * time, (i + 1) * time).join('');
  };
  const seen = new Set(Array.from({ length: test.count }, (_, i) => text(test, i)));
  const kept = Array.from({ length: pool.count }, (_, i) => i).filter((i) => {
    const size = seen.size;
    return seen.add(text(pool, i)).size > size;
  });
  const time = pool.nucleotides.length / pool.count;
  return {
    count: kept.length,
    nucleotides: Uint8Array.from(
      { length: kept.length * time },
      (_, k) => pool.nucleotides[kept[Math.floor(k / time)]! * time + (k % time)]!,
    ),
    labels: Uint8Array.from(kept, (i) => pool.labels[i]!),
  };
}

function oneHot(windows: DnaWindows, indices: Int32Array = Int32Array.from(windows.labels.keys())): Examples {
  const inputs = new Float32Array(indices.length * TIME * NUCLEOTIDES);
  indices.forEach((index, i) => {
    for (let t = 0; t < TIME; t++) {
      inputs[(i * TIME + t) * NUCLEOTIDES + windows.nucleotides[index * TIME + t]!] = 1;
    }
  });
  return {
    count: indices.length,
    inputs,
    targets: Int32Array.from(indices, (index) => windows.labels[index]!),
  };
}
