import { describe, expect, it } from 'vitest';
import { tinyCifarArchive } from '../../test/tiny-cifar.ts';
import { TaskError } from '../errors.ts';
import type { ColourImages } from '../images/colour-images.ts';
import { unpackCifar } from '../sources/cifar.ts';
import { cifar, cifarConfig, colourDataset } from './cifar.ts';

const SMALL = { trainCount: 60, validationCount: 20, testCount: 10 };
const parse = (fields: object = {}) => cifarConfig.parse({ kind: 'cifar', ...SMALL, ...fields });
const tiny = await unpackCifar('tiny.tar.gz', tinyCifarArchive(2));
const load = (fields: object = {}) => colourDataset(parse(fields), tiny.train, tiny.test);

describe('the sequential CIFAR-10 task', () => {
  it('has the shape it says in colour, in grey and pooled', () => {
    for (const [fields, time, features] of [
      [{}, 1024, 3],
      [{ form: 'grey' }, 1024, 1],
      [{ pool: 2 }, 256, 3],
    ] as const) {
      expect(cifar.shape(parse(fields))).toMatchObject({ time, features, metric: 'accuracy' });
      const { train, validation, test } = load(fields);
      expect(train.inputs).toHaveLength(60 * time * features);
      expect(validation.inputs).toHaveLength(20 * time * features);
      expect(test.inputs).toHaveLength(10 * time * features);
    }
  });

  it('has balanced classes in every split, and no image twice', () => {
    // Every image has its own grey level, 100 training and 20 test images in all.
    const numbered = ({ count, labels }: ColourImages, first: number): ColourImages => {
      const plane = Uint8Array.from({ length: count * 1024 }, (_, k) => first + Math.floor(k / 1024));
      return { count, labels, side: 32, planes: [plane, plane, plane] };
    };
    const config = parse({ form: 'grey', trainCount: 70, validationCount: 30, testCount: 20 });
    const { train, validation, test } = colourDataset(
      config,
      numbered(tiny.train, 0),
      numbered(tiny.test, 100),
    );
    const levels = [train, validation, test].flatMap(({ count, inputs }) =>
      Array.from({ length: count }, (_, i) => inputs[i * 1024]!),
    );
    expect(new Set(levels).size).toBe(120);
    for (const [split, perClass] of [
      [train, 7],
      [validation, 3],
      [test, 2],
    ] as const) {
      for (let label = 0; label < 10; label++) {
        expect(split.targets.filter((target) => target === label)).toHaveLength(perClass);
      }
    }
  });

  it('standardises each channel by the training split, and is the same at every load', () => {
    const { train } = load();
    for (let channel = 0; channel < 3; channel++) {
      const values = train.inputs.filter((_, k) => k % 3 === channel);
      expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0, 5);
      expect(values.reduce((sum, value) => sum + value * value, 0) / values.length).toBeCloseTo(1, 5);
    }
    expect(load()).toEqual(load());
    expect(load({ splitSeed: 2 }).train.inputs).not.toEqual(train.inputs);
  });

  it('has floors: one class in ten, and all of images that differ in brightness only', () => {
    const { floors } = load({ form: 'grey' });
    expect(floors.map(({ score }) => score)).toEqual([0.1, 1]);
  });

  it('refuses more images than there are, and a training split without a class', () => {
    const issues = cifarConfig.safeParse({ kind: 'cifar', trainCount: 45_001, testCount: 10_001 }).error
      ?.issues;
    expect(issues?.map(({ path }) => path)).toEqual([['trainCount'], ['testCount']]);
    expect(() => load({ trainCount: 81 })).toThrow(TaskError);
    expect(() => load({ trainCount: 81 })).toThrow(
      /task.trainCount: 81 training \+ 20 .* there are 100 for both/,
    );
    expect(() => load({ trainCount: 5 })).toThrow(
      /task.trainCount: 5 examples leave class . of 10 without any/,
    );
  });
});
