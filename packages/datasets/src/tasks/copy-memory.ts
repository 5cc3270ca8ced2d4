/**
 * The copy-memory problem: repeat ten symbols after a delay of T steps (generated).
 *
 *   input   s_1 … s_10, T − 1 zeros, 11 nines        s_i ~ U{1 … 8}
 *   target  T + 10 zeros, s_1 … s_10
 *
 * T + 20 steps; the first nine is the sign to answer. Inputs are one-hot, `[count, T + 20, 10]`; targets class indices
 * `[count, T + 20]` of 10 classes, blank (0) and the nine (never a target) included, as is usual. The loss counts all
 * steps, accuracy the last ten. Without memory the best mean cross-entropy is 10 ln 8 / (T + 20), by answering blank
 * until the sign and then guessing; guessing recalls 1/8. Arjovsky, Shah & Bengio (2016), section 5.1, in the coding
 * of Bai, Kolter & Koltun (2018), who fill the last ten steps with nines instead of blanks.
 */
import { createRng, ln } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { upTo } from '../config-fields.ts';
import type { Examples, TaskShape } from '../dataset.ts';
import { shareError } from '../guess-error.ts';
import { eachSplit } from '../splits.ts';
import { seed } from './seed.ts';
import { defineTask } from './task-definition.ts';

const SYMBOLS = 10;
const ALPHABET = 8;
const CLASSES = 10;
const SIGN = 9;

/** Config of the copy-memory problem. */
export const copyMemoryConfig = z.strictObject({
  kind: z.literal('copy-memory'),
  delay: upTo(10_000).default(100).describe('steps T between storing and recalling; sequences have T + 20'),
  trainCount: upTo(1_000_000).default(5000),
  validationCount: upTo(1_000_000).default(500),
  testCount: upTo(1_000_000).default(1000),
  dataSeed: seed.describe('decides the examples; independent of the run seed'),
});

/** Lowest mean cross-entropy, in nats a step, of a model that remembers nothing: 10 ln 8 / (delay + 20). */
export function memorylessCrossEntropy(delay: number): number {
  return (SYMBOLS * ln(ALPHABET)) / (delay + 2 * SYMBOLS);
}

/** The copy-memory problem. Needs no files. Each split has its own stream; a smaller split is a prefix of a larger. */
export const copyMemory = defineTask({
  kind: 'copy-memory',
  version: 1,
  title: 'Copy memory',
  summary: 'generated: repeat ten symbols after a delay of T steps; accuracy on the ten recalled steps',
  config: copyMemoryConfig,
  sources: () => [],
  shape,
  load: async (config) => {
    const rng = createRng(config.dataSeed).fork('copy-memory');
    const loss = memorylessCrossEntropy(config.delay).toFixed(4);
    return {
      ...shape(config),
      ...eachSplit((split) => generate(config[`${split}Count`], config.delay, rng.fork(split))),
      floors: [
        {
          name: 'chance',
          score: 1 / ALPHABET,
          note: `guessing the recalled symbols; the matching cross-entropy is 10 ln 8 / (T + 20) = ${loss}`,
          guess: { standardError: shareError(1 / ALPHABET, SYMBOLS * config.testCount) },
        },
      ],
    };
  },
});

function shape({ delay }: { readonly delay: number }): TaskShape {
  return {
    time: delay + 2 * SYMBOLS,
    features: CLASSES,
    target: { kind: 'class-per-step', classes: CLASSES, scoredSteps: SYMBOLS },
    metric: 'accuracy',
  };
}

function generate(count: number, delay: number, rng: Rng): Examples {
  const time = delay + 2 * SYMBOLS;
  const inputs = new Float32Array(count * time * CLASSES);
  const targets = new Int32Array(count * time);
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < time; t++) {
      const step = i * time + t;
      let symbol = 0;
      if (t < SYMBOLS) {
        symbol = 1 + rng.integer(ALPHABET);
        targets[step + delay + SYMBOLS] = symbol;
      } else if (t >= delay + SYMBOLS - 1) {
        symbol = SIGN;
      }
      inputs[step * CLASSES + symbol] = 1;
    }
  }
  return { count, inputs, targets };
}
