import { describe, expect, it } from 'vitest';
import { TaskError } from '../errors.ts';
import { parseUciHar } from '../sources/uci-har.ts';
import { tinyHarArchive } from '../../test/tiny-har.ts';
import { harDataset, uciHar, uciHarConfig } from './uci-har.ts';

const parse = (fields: object = {}) => uciHarConfig.parse({ kind: 'uci-har', ...fields });
const SUBJECTS = { train: [1, 3, 5, 6], test: [2, 4] };
const tiny = parseUciHar('tiny.zip', tinyHarArchive(SUBJECTS));
const config = parse({ trainSubjects: 2, validationSubjects: 1 });

/** The window that an example was, by its first raw number: the tiny signals start at the window's index. */
function windowsSeen(inputs: Float32Array): number[] {
  return Array.from({ length: inputs.length / (128 * 9) }, (_, i) => inputs[i * 128 * 9]!);
}

describe('the UCI HAR task', () => {
  it('takes validation as whole subjects that training never sees, and all official test windows', () => {
    const { train, validation, test } = harDataset(config, tiny);
    expect([train.count, validation.count, test.count]).toEqual([12, 6, 12]);
    const distinct = new Set([train, validation, test].flatMap(({ inputs }) => windowsSeen(inputs)));
    expect(distinct.size).toBe(30);
    // Each tiny subject has each activity once, so a split of whole subjects has the classes in order.
    expect([...validation.targets]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('keeps the subjects of a split when other counts change, and changes them with the seed', () => {
    // The labels of the subjects are rotated by 0, 1, 2 and 3, so that a split tells whose windows it holds.
    const labels = tiny.train.labels.map((label, i) => (label + Math.floor(i / 6)) % 6);
    const validationSubject = (trainSubjects: number, splitSeed: number): number | undefined =>
      harDataset(parse({ trainSubjects, validationSubjects: 1, splitSeed }), {
        ...tiny,
        train: { ...tiny.train, labels },
      }).validation.targets[0];
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    const chosen = seeds.map((splitSeed) => validationSubject(1, splitSeed));
    expect(seeds.map((splitSeed) => validationSubject(3, splitSeed))).toEqual(chosen);
    expect(new Set(chosen).size).toBeGreaterThan(1);
  });

  it('standardises each signal by the training split alone', () => {
    const { train } = harDataset(config, tiny);
    for (let k = 0; k < 9; k++) {
      const signal = train.inputs.filter((_, i) => i % 9 === k);
      const mean = signal.reduce((sum, value) => sum + value, 0) / signal.length;
      const square = signal.reduce((sum, value) => sum + value * value, 0) / signal.length;
      expect(mean).toBeCloseTo(0, 5);
      expect(square).toBeCloseTo(1, 5);
    }
  });

  it('has the shape it says and floors from no model, the windows and their summaries', () => {
    const { train, floors, time, features } = harDataset(config, tiny);
    expect(uciHar.shape(config)).toMatchObject({ time: 128, features: 9, metric: 'accuracy' });
    expect(train.inputs).toHaveLength(train.count * time * features);
    expect(floors.map(({ name }) => name)).toEqual([
      'majority class',
      'nearest class mean',
      'nearest class mean of summaries',
    ]);
    expect(floors[0]?.score).toBeCloseTo(1 / 6, 12);
  });

  it('has a floor that sees how much a signal moves, whatever its phase', () => {
    // Activity a is a square wave of height a + 1 whose phase differs from window to window.
    const waves = ({ count, labels, subjects }: typeof tiny.train) => ({
      ...{ count, labels, subjects },
      signals: Float32Array.from({ length: count * 128 * 9 }, (_, k) => {
        const [i, t] = [Math.floor(k / (128 * 9)), Math.floor((k % (128 * 9)) / 9)];
        return (labels[i]! + 1) * ((t + 5 * i) % 16 < 8 ? 1 : -1);
      }),
    });
    const data = { train: waves(tiny.train), test: waves(tiny.test) };
    const { floors } = harDataset(parse({ trainSubjects: 3, validationSubjects: 1 }), data);
    expect(floors[2]?.score).toBe(1);
    expect(floors[1]!.score).toBeLessThan(0.7);
  });

  it('refuses more subjects than there are, in the config and in the data', () => {
    const issue = uciHarConfig.safeParse({ kind: 'uci-har', trainSubjects: 18 }).error?.issues[0];
    expect(issue).toMatchObject({ path: ['trainSubjects'] });
    expect(issue?.message).toContain('18 training + 4 validation subjects asked for, but there are 21');
    expect(() => harDataset(parse(), tiny)).toThrow(TaskError);
    expect(() => harDataset(parse(), tiny)).toThrow(/task.trainSubjects: 17 training .* there are 4/);
  });

  it('refuses a split without one of the activities', () => {
    const withoutLaying = { ...tiny.train, labels: tiny.train.labels.map((label) => Math.min(label, 4)) };
    expect(() => harDataset(config, { ...tiny, train: withoutLaying })).toThrow(
      /task.trainSubjects: 12 examples leave class 5 of 6 without any/,
    );
  });
});
