/**
 * Sequential permuted copy: repeat a sequence of symbols in a fixed order, another in each experience (generated).
 *
 *   input   s_0 … s_(L−1), `delay` blanks, a stop sign, L blanks        s_t ~ U{1 … A}
 *   target  L + delay + 1 blanks, s_π(0) … s_π(L−1)                     π = π_i of experience i;  π_0 = identity
 *
 * T = 2 L + delay + 1 steps. Inputs are one-hot, `[count, T, A + 2]`: blank 0, symbols 1 … A, sign A + 1. Targets are class
 * indices `[count, T]` of A + 1 classes. The loss counts all steps, accuracy the last L; guessing recalls 1/A. The π_i
 * are drawn from `dataSeed` and all differ, so there are at most L! experiences; π_i does not depend on how many there are.
 * Every experience and split draws symbols from a stream of its own.
 *
 * With scenario `domain` and no identity, one input has other answers in other experiences: no single model can learn
 * all of them. After the permuted copy task of Ehret et al. (2021). Differs: they copy random binary vectors, with a
 * logistic output a bit; here a step is one of A symbols, with a softmax.
 */
import { createRng } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { upTo, whole } from '../config-fields.ts';
import { refine, type ConfigProblem } from '../config-problem.ts';
import type { Examples, TaskShape } from '../dataset.ts';
import { shareError } from '../guess-error.ts';
import { assembleParts, partsShape } from '../parts/assemble.ts';
import { identityFields, identityOf } from '../parts/identity.ts';
import { eachSplit } from '../splits.ts';
import { seed } from '../tasks/seed.ts';
import { defineTask } from '../tasks/task-definition.ts';
import { experienceCount } from './experience-count.ts';

/** Config of the stream. */
export const copyStreamConfig = z
  .strictObject({
    kind: z.literal('copy-stream'),
    experiences: experienceCount.default(5).describe('at most length!, the orders that there are'),
    length: whole(2, 1000).default(5).describe('symbols L to repeat; sequences have 2 L + delay + 1 steps'),
    symbols: whole(2, 1000).default(8).describe('size A of the alphabet'),
    delay: whole(0, 10_000).default(0).describe('blanks between the symbols and the stop sign'),
    scenario: z
      .enum(['domain', 'task'])
      .default('task')
      .describe('domain: one head, which needs an identity to tell the orders; task: a head each'),
    trainCount: upTo(1_000_000).default(1000).describe('training examples an experience'),
    validationCount: upTo(1_000_000).default(100).describe('validation examples an experience'),
    testCount: upTo(1_000_000).default(200).describe('test examples an experience'),
    dataSeed: seed.describe('decides orders and examples; independent of the run seed'),
    ...identityFields,
  })
  .superRefine(refine(problems));
type CopyStreamConfig = z.output<typeof copyStreamConfig>;

/** The stream. Needs no files. A smaller split is a prefix of a larger, a shorter stream of a longer. */
export const copyStream = defineTask({
  kind: 'copy-stream',
  version: 1,
  title: 'Sequential permuted copy',
  summary: 'stream, generated: repeat symbols, in another fixed order in each experience; accuracy',
  config: copyStreamConfig,
  sources: () => [],
  shape: (config) => partsShape(partShape(config), config.experiences, how(config)),
  load: async (config) => {
    const rng = createRng(config.dataSeed).fork('copy-stream');
    const parts = outputOrders(config, rng.fork('orders')).map((order, i) => {
      const experience = rng.fork(String(i));
      return {
        name: `order ${order.join(' ')}`,
        ...eachSplit((split) => generate(config[`${split}Count`], order, config, experience.fork(split))),
      };
    });
    return assembleParts(partShape(config), parts, {
      ...how(config),
      field: 'experiences',
      floors: (_, test) => [
        {
          name: 'chance',
          score: 1 / config.symbols,
          note: 'guessing the recalled symbols',
          guess: { standardError: shareError(1 / config.symbols, config.length * test.count) },
        },
      ],
    });
  },
});

function how(config: CopyStreamConfig) {
  const heads = config.scenario === 'task' ? ('own' as const) : ('shared' as const);
  return { heads, identity: identityOf(config) };
}

function partShape({ length, symbols, delay }: CopyStreamConfig): TaskShape {
  return {
    time: 2 * length + delay + 1,
    features: symbols + 2,
    target: { kind: 'class-per-step', classes: symbols + 1, scoredSteps: length },
    metric: 'accuracy',
  };
}

/** π_0, π_1, …: the identity, then drawn orders that are not among those before. */
function outputOrders({ experiences, length }: CopyStreamConfig, rng: Rng): readonly Int32Array[] {
  const orders: Int32Array[] = [Int32Array.from({ length }, (_, t) => t)];
  const seen = new Set(orders.map(String));
  while (orders.length < experiences) {
    const order = rng.permutation(length);
    if (seen.has(String(order))) continue;
    seen.add(String(order));
    orders.push(order);
  }
  return orders;
}

function generate(count: number, order: Int32Array, config: CopyStreamConfig, rng: Rng): Examples {
  const { length, symbols, delay } = config;
  const { time, features } = partShape(config);
  const inputs = new Float32Array(count * time * features);
  const targets = new Int32Array(count * time);
  for (let i = 0; i < count; i++) {
    const drawn = Array.from({ length }, () => 1 + rng.integer(symbols));
    for (let t = 0; t < time; t++) {
      const sign = t === length + delay ? symbols + 1 : 0;
      inputs[(i * time + t) * features + (drawn[t] ?? sign)] = 1;
    }
    order.forEach((from, k) => {
      targets[(i + 1) * time - length + k] = drawn[from]!;
    });
  }
  return { count, inputs, targets };
}

function problems({ experiences, length }: CopyStreamConfig): readonly ConfigProblem[] {
  let orders = 1;
  for (let factor = 2; factor <= length && orders < experiences; factor++) orders *= factor;
  if (experiences <= orders) return [];
  const message = `${experiences} experiences asked for, but ${length} symbols have ${orders} orders`;
  return [{ path: ['experiences'], message: `${message}; lower it or raise length` }];
}
