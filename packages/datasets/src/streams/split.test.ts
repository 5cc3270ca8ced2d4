import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import type { Examples } from '../dataset.ts';
import { digits, digitsConfig } from '../tasks/digits.ts';
import { split, splitConfig } from './split.ts';

const of = { kind: 'digits', pool: 2, trainCount: 200, validationCount: 100, testCount: 100 };
const access = { cacheDir: temporaryFolder() };
const parse = (fields: object) => splitConfig.parse({ kind: 'split', of, ...fields });
const load = (fields: object) => split.load(parse(fields), access);
const wrapped = await digits.load(digitsConfig.parse(of), access);

function image({ count, inputs }: Examples, i: number): string {
  const size = inputs.length / count;
  return inputs.subarray(i * size, (i + 1) * size).join();
}

/** The wrapped class of each example, found by its image. */
function originals(examples: Examples, source: Examples): number[] {
  const labels = new Map(Array.from(source.targets, (label, i) => [image(source, i), label]));
  return Array.from(examples.targets, (_, i) => labels.get(image(examples, i))!);
}

describe('a task split by class', () => {
  it('gives every example to the experience of its class, and leaves none out', async () => {
    const dataset = await load({});
    for (const name of ['train', 'validation', 'test'] as const) {
      const { count, targets, parts } = dataset[name];
      expect(count).toBe(wrapped[name].count);
      expect([...parts!]).toEqual(Array.from(targets, (label) => Math.floor(label / 2)));
      expect([...targets]).toEqual(originals(dataset[name], wrapped[name]));
      expect([...targets].sort()).toEqual([...wrapped[name].targets].sort());
    }
    expect(dataset.partNames).toEqual([
      'classes 0 1',
      'classes 2 3',
      'classes 4 5',
      'classes 6 7',
      'classes 8 9',
    ]);
    expect(dataset).toMatchObject({ target: { classes: 10 }, parts: { count: 5, heads: 'shared' } });
    expect(dataset.floors[0]?.score).toBeLessThan(0.2);
  });

  it('counts classes within the experience in the domain and task scenarios', async () => {
    const groups = [[7, 1, 4], [0, 9, 2]]; // prettier-ignore
    for (const [scenario, heads] of [
      ['domain', 'shared'],
      ['task', 'own'],
    ] as const) {
      const { test, ...dataset } = await load({ scenario, groups });
      const classes = originals(test, wrapped.test);
      expect(Array.from(test.targets, (place, i) => groups[test.parts![i]!]![place])).toEqual(classes);
      expect(new Set(classes)).toEqual(new Set(groups.flat()));
      expect(dataset).toMatchObject({ target: { classes: 3 }, parts: { count: 2, heads } });
    }
  });

  it('keeps the order of the examples within an experience', async () => {
    const { train } = await load({});
    const first = Array.from({ length: train.count }, (_, i) => i).filter((i) => train.parts![i] === 0);
    const expected = [...wrapped.train.targets.keys()].filter((i) => wrapped.train.targets[i]! < 2);
    expect(first.map((i) => image(train, i))).toEqual(expected.map((i) => image(wrapped.train, i)));
  });

  it('shuffles classes, or whole groups, by its seed alone', async () => {
    const names = async (fields: object) => (await load({ order: 'shuffled', ...fields })).partNames!;
    const shuffled = await names({});
    expect(await names({})).toEqual(shuffled);
    expect(await names({ streamSeed: 2 })).not.toEqual(shuffled);
    const classes = shuffled.flatMap((name) => name.split(' ').slice(1));
    // The order as ever, or the version must be raised.
    expect(classes.join(' ')).toBe('6 9 1 2 4 3 7 0 5 8');
    expect([...classes].sort()).toEqual('0 1 2 3 4 5 6 7 8 9'.split(' '));
    const groups = [[5, 0], [6, 1], [7, 2], [8, 3], [9, 4]]; // prettier-ignore
    const whole = await names({ groups });
    const listed = groups.map((group) => `classes ${group.join(' ')}`);
    expect(whole).not.toEqual(listed);
    expect([...whole].sort()).toEqual([...listed].sort());
  });

  it('keeps the name of a group with it when groups are shuffled', async () => {
    const groups = [[1], [2], [3], [4], [5], [6]]; // prettier-ignore
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    const { train, partNames } = await load({ groups, names, order: 'shuffled' });
    expect(partNames).not.toEqual(names);
    train.targets.forEach((label, i) => {
      expect(partNames![train.parts![i]!]).toBe(names[label - 1]);
    });
    expect((await load({ groups, names })).partNames).toEqual(names);
  });

  it('tells the experience in the last features if asked to', async () => {
    const { features, train } = await load({ identity: 'one-hot' });
    expect(features).toBe(14 + 5);
    for (let step = 0; step < train.count * 14; step++) {
      const told = train.inputs.subarray(step * 19 + 14, (step + 1) * 19);
      expect(told.indexOf(1)).toBe(train.parts![Math.floor(step / 14)]);
    }
  });

  it('knows its shape without data', async () => {
    for (const scenario of ['class', 'domain', 'task']) {
      const fields = { scenario, identity: 'embedding', embeddingSize: 3 };
      expect(await load(fields)).toMatchObject(split.shape(parse(fields)));
    }
  });

  it('names an experience that has no example', async () => {
    const few = { ...of, testCount: 5 }; // five test digits are of five classes at most
    await expect(load({ of: few, experiences: 10 })).rejects.toThrow(
      /^task.experiences: part 'classes \d' has no test example/,
    );
  });

  it('refuses a wrapped task that has no classes, is a stream, or cannot be read', () => {
    const problem = (fields: object) =>
      splitConfig
        .safeParse({ kind: 'split', ...fields })
        .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)[0];
    expect(problem({ of: { kind: 'adding' } })).toMatch(
      /^of.kind: adding has targets of kind value; expected/,
    );
    expect(problem({ of: { kind: 'copy-memory' } })).toMatch(
      /^of.kind: copy-memory has targets of kind class-per-step/,
    );
    expect(problem({ of: { kind: 'split', of } })).toMatch(
      /^of.kind: expected a task that is no stream: digits, /,
    );
    expect(problem({ of: { kind: 'digits', testCount: 2001 } })).toMatch(/^of.testCount: 2001 examples/);
    expect(problem({ of, experiences: 3 })).toMatch(/^experiences: the wrapped task has 10 classes/);
    expect(problem({ of, groups: [[0], [0]] })).toMatch(/^groups.1.0: class 0 is in experience 0/);
    expect(problem({ of })).toBeUndefined();
  });

  it('refuses inputs that change whenever they are drawn', async () => {
    await expect(load({ of: { ...of, polarity: 'random' } })).rejects.toThrow(
      /^task.of: its training inputs change .*leave out polarity and noise/,
    );
  });

  it('says which field of the wrapped task the data cannot meet', async () => {
    const hanzi = { kind: 'hanzi', classes: 20, trainCount: 3 };
    await expect(load({ of: hanzi })).rejects.toThrow(/^task.of.trainCount: 3 examples leave class/);
  });
});
