import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { archiveSource, TINY_CLIPS, tinySpeechArchive } from '../../test/tiny-speech.ts';
import { TaskError } from '../errors.ts';
import { readSpeechFeatures } from '../sources/speech-commands.ts';
import type { SplitFeatures } from '../speech/feature-file.ts';
import { speechCommands, speechCommandsConfig, speechDataset } from './speech-commands.ts';

const parse = (fields: object = {}) => speechCommandsConfig.parse({ kind: 'speech-commands', ...fields });
const SMALL = { words: ['yes', 'no', 'up'], bands: 4, hopMs: 25 };
const SIZE = 40 * 4;

/** Features of three words; clip k of split s of word w holds w · 1,000 + s · 100 + k and grows with the band. */
const numbered = (counts = TINY_CLIPS): readonly SplitFeatures[] =>
  [0, 1, 2].map((word) => {
    const clips = (s: number, count: number): Int16Array =>
      Int16Array.from(
        { length: count * SIZE },
        (_, i) => 1000 * word + 100 * s + Math.floor(i / SIZE) + 7 * (i % 4) * Math.floor(i / SIZE),
      );
    return {
      train: clips(0, counts.train),
      validation: clips(1, counts.validation),
      test: clips(2, counts.test),
    };
  });
const load = (fields: object = {}) => speechDataset(parse({ ...SMALL, ...fields }), numbered());

describe('the Speech Commands task', () => {
  it('has the shape it says, for ten words, all and a list, and from the real features of an archive', async () => {
    expect(speechCommands.shape(parse())).toEqual({
      ...{ time: 98, features: 40, metric: 'accuracy' },
      target: { kind: 'class', classes: 10 },
    });
    expect(speechCommands.shape(parse({ words: 'all', hopMs: 20 }))).toMatchObject({
      ...{ time: 49, target: { classes: 35 } },
    });
    const config = parse({ words: ['no', 'yes'], bands: 12, hopMs: 25 });
    const cacheDir = temporaryFolder();
    const source = await archiveSource(cacheDir, tinySpeechArchive(['yes', 'no', 'up']));
    const words = await readSpeechFeatures({ cacheDir }, ['no', 'yes'], config, source);
    const { train, validation, test, floors } = speechDataset(config, words);
    expect(speechCommands.shape(config)).toMatchObject({ time: 40, features: 12, target: { classes: 2 } });
    expect([train, validation, test].map(({ inputs }) => inputs.length / (40 * 12))).toEqual([10, 4, 6]);
    // The words are tones of 1,000 and 500 Hz: half of the clips each, and told apart by the spectrum alone.
    expect(floors.map(({ name, score }) => [name, score])).toEqual([
      ['majority class', 0.5],
      ['ridge classifier on 12 means', 1],
      ['ridge classifier on 48 means', 1],
    ]);
  });

  it('takes every clip of the official split once, in the split where it belongs', () => {
    const { train, validation, test } = load();
    expect([train.count, validation.count, test.count]).toEqual([15, 6, 9]);
    for (const [split, perWord] of [
      [train, 5],
      [validation, 2],
      [test, 3],
    ] as const) {
      for (const label of [0, 1, 2]) {
        expect(split.targets.filter((target) => target === label)).toHaveLength(perWord);
      }
    }
    // Undo the standardisation of band 0 with what is known of the training split: its largest and smallest number.
    const first = (inputs: Float32Array) =>
      Array.from({ length: inputs.length / SIZE }, (_, i) => inputs[i * SIZE]!);
    const [least, most] = [Math.min(...first(train.inputs)), Math.max(...first(train.inputs))];
    const numbers = (inputs: Float32Array) =>
      first(inputs).map((value) => Math.round((2004 * (value - least)) / (most - least)));
    const expected = (s: number, perWord: number) =>
      [0, 1, 2].flatMap((word) => Array.from({ length: perWord }, (_, k) => 1000 * word + 100 * s + k));
    const ascending = (values: number[]) => values.sort((a, b) => a - b);
    expect(ascending(numbers(train.inputs))).toEqual(expected(0, 5));
    expect(ascending(numbers(validation.inputs))).toEqual(expected(1, 2));
    expect(ascending(numbers(test.inputs))).toEqual(expected(2, 3));
    numbers(test.inputs).forEach((number, i) => expect(Math.floor(number / 1000)).toBe(test.targets[i]));
  });

  it('standardises each band by the training split alone', () => {
    const { train } = load();
    for (let band = 0; band < 4; band++) {
      const values = train.inputs.filter((_, k) => k % 4 === band);
      expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0, 5);
      expect(values.reduce((sum, value) => sum + value * value, 0) / values.length).toBeCloseTo(1, 5);
    }
    const others = numbered().map((word) => ({ ...word, test: word.test.map((value) => value + 500) }));
    expect(speechDataset(parse(SMALL), others).train.inputs).toEqual(train.inputs);
    const silent = numbered().map(({ validation, test, train: { length } }) => ({
      ...{ validation, test, train: new Int16Array(length).fill(-14_147) },
    }));
    expect(new Set(speechDataset(parse(SMALL), silent).train.inputs)).toEqual(new Set([0]));
  });

  it('takes the first clips of a balanced order where a count is lower, the same at every load', () => {
    const counts = { trainCount: 6, validationCount: 3, testCount: 3 };
    const { train, validation, test } = load(counts);
    expect([train.count, validation.count, test.count]).toEqual([6, 3, 3]);
    expect([...train.targets].sort()).toEqual([0, 0, 1, 1, 2, 2]);
    expect(load(counts)).toEqual(load(counts));
    expect(load().train.targets.subarray(0, 6)).toEqual(train.targets);
    expect(load({ ...counts, trainCount: 9 }).test.targets).toEqual(test.targets);
    expect(load({ ...counts, splitSeed: 2 }).train.inputs).not.toEqual(train.inputs);
  });

  it('refuses words listed twice or unknown, a single word, and counts below the number of words', () => {
    const issue = (fields: object) =>
      speechCommandsConfig.safeParse({ kind: 'speech-commands', ...fields }).error?.issues[0];
    expect(issue({ words: ['yes', 'no', 'yes'] })).toMatchObject({
      ...{ path: ['words'], message: 'a word is listed twice; list each once' },
    });
    expect(issue({ words: ['yes', 'maybe'] })?.path[0]).toBe('words');
    expect(issue({ words: ['yes'] })?.path[0]).toBe('words');
    expect(issue({ testCount: 9 })).toMatchObject({
      ...{ path: ['testCount'], message: '9 clips for 10 words, but every word needs one; raise it' },
    });
    expect(issue({ hopMs: 26 })?.path).toEqual(['hopMs']);
    expect(issue({ trainCount: 'some' })?.path).toEqual(['trainCount']);
  });

  it('refuses more clips than there are, and a count that leaves a word without any', () => {
    expect(() => load({ trainCount: 16 })).toThrow(TaskError);
    expect(() => load({ trainCount: 16 })).toThrow(
      /task.trainCount: 16 clips asked for, but there are 15; lower it or use 'all'/,
    );
    // Word 0 alone has many clips, so the first three clips are all its own.
    const [many, ...few] = [numbered({ ...TINY_CLIPS, validation: 40 }), numbered(), numbered()].map(
      (words, word) => words[word]!,
    );
    expect(() => speechDataset(parse({ ...SMALL, validationCount: 3 }), [many!, ...few])).toThrow(
      /task.validationCount: 3 examples leave class 1 of 3 without any/,
    );
  });
});
