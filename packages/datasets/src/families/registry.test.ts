import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { partOf } from '../../test/part-of.ts';
import type { Dataset } from '../dataset.ts';
import { loadTask, taskConfig, taskDefinition } from '../registry.ts';
import { sha256 } from '../sha256.ts';
import { earthOrientationSource } from '../sources/earth-orientation.ts';
import { sourceState } from '../sources/read-source.ts';
import { families } from './registry.ts';

const earth = await sourceState(earthOrientationSource, { cacheDir: '/nonexistent' });
/** What keeps the loads short where the defaults do not. */
const SMALLER: Record<string, object> = { 'earth-orientation-horizons': { length: 15, stride: 30 } };
const here = families.filter(({ kind }) => kind !== 'earth-orientation-horizons' || earth !== 'unavailable');

async function load(fields: object): Promise<Dataset> {
  return loadTask(taskConfig.parse(fields), { cacheDir: temporaryFolder() });
}

describe('the registry of families', () => {
  it('holds every family of its folder', () => {
    const folder = new URL('.', import.meta.url);
    const files = readdirSync(folder)
      .filter((name) => !name.endsWith('.test.ts'))
      .filter((name) => readFileSync(new URL(name, folder), 'utf8').includes('defineTask({'))
      .map((name) => name.replace('.ts', ''));
    expect(families.map(({ kind }): string => kind).sort()).toEqual(files.sort());
  });
});

describe.each(here.map(({ kind }) => [kind]))('the family %s', (kind) => {
  const fields = { kind, ...SMALLER[kind] };

  it('needs no more than its kind, and says what its fields are in JSON Schema', () => {
    expect(taskConfig.parse({ kind })).toMatchObject({
      tasks: 4,
      first: 0,
      heads: 'shared',
      identity: 'one-hot',
    });
    expect(taskConfig.safeParse({ kind, task: 4 }).success).toBe(false);
    const schema = z.toJSONSchema(taskDefinition(kind).config, { io: 'input' });
    expect(schema).toMatchObject({ properties: { identity: { default: 'one-hot' } }, required: ['kind'] });
  });

  it('loads what its shape says: finite numbers, and examples of every task in every split', async () => {
    const config = taskConfig.parse({ ...fields, tasks: 3, first: 1, heads: 'own' });
    const shape = taskDefinition(kind).shape(config);
    const dataset = await load(config);
    expect(dataset).toMatchObject(shape);
    expect(shape.parts).toEqual({ count: 3, heads: 'own', identity: { kind: 'one-hot' } });
    expect(new Set(dataset.partNames).size).toBe(3);
    for (const { count, inputs, targets, parts } of [dataset.train, dataset.validation, dataset.test]) {
      const perExample = shape.target.kind === 'value' ? 1 : shape.time;
      expect(inputs).toHaveLength(count * shape.time * shape.features);
      expect(targets).toHaveLength(count * perExample);
      expect(inputs.every(Number.isFinite) && targets.every(Number.isFinite)).toBe(true);
      expect([...new Set(parts)]).toEqual([0, 1, 2]);
      for (let step = 0; step < count * shape.time; step += 97) {
        const features = inputs.subarray(step * shape.features, (step + 1) * shape.features);
        const oneHot = [0, 1, 2].map((p) => (p === parts![Math.floor(step / shape.time)] ? 1 : 0));
        expect([...features.subarray(shape.features - 3)]).toEqual(oneHot);
      }
    }
  });

  it('has training targets of mean 0 and variance 1 in every task', async () => {
    const dataset = await load({ ...fields, tasks: 4 });
    for (let part = 0; part < 4; part++) {
      const targets = Array.from(partOf(dataset, 'train', part, 4).targets);
      const mean = targets.reduce((sum, value) => sum + value, 0) / targets.length;
      const square = targets.reduce((sum, value) => sum + value * value, 0) / targets.length;
      expect(mean).toBeCloseTo(0, 5);
      expect(square).toBeCloseTo(1, 5);
    }
  });

  it('has a single task with the examples and floors that it has among many', async () => {
    const many = await load({ ...fields, tasks: 3 });
    const singles = await Promise.all([0, 1, 2].map((first) => load({ ...fields, tasks: 1, first })));
    singles.forEach((single, part) => {
      expect(single.partNames).toEqual([many.partNames![part]]);
      for (const split of ['train', 'validation', 'test'] as const) {
        expect(partOf(single, split, 0, 1)).toEqual(partOf(many, split, part, 3));
      }
    });
    many.floors.forEach(({ name, score }, f) => {
      expect(singles.map(({ floors }) => floors[f]!.name)).toEqual([name, name, name]);
      const mean = singles.reduce((sum, { floors }) => sum + floors[f]!.score, 0) / 3;
      expect(score).toBeCloseTo(mean, 12);
    });
  });

  it('has floors in the right order, and the mean is near the variance', async () => {
    const { floors } = await load(fields);
    expect(floors.map(({ name }) => name)).toEqual([
      'training mean',
      'persistence',
      expect.stringMatching(/^linear|ridge regression$/),
    ]);
    const [mean, , linear] = floors.map(({ score }) => score);
    expect(mean).toBeGreaterThan(0.95);
    expect(mean).toBeLessThan(1.7);
    expect(linear).toBeLessThan(0.35);
  });
});

it.each([
  ['sinusoids', 'inputs', 'a29a3cbd8e1e213ae7acd805c3c06439b68469ce7d0931764e902910ab27a471'],
  ['systems', 'inputs', '64b355ee0e72b6659f919d753ed5c344c32b644d5e806f328fcf5c70ee44ff9d'],
  ['sinusoids', 'targets', '6e69d5cf813b4e92ca4afce097bcc1215af0583da8e35cc6c8fed4d4118458e0'],
  ['systems', 'targets', '30c9b5e8e19c545362fb5936872bd3db615970f93c37a7b378c5c28f9bf54ed4'],
] as const)('the %s have these %s, on which every recorded result rests', async (kind, field, digest) => {
  const { train } = await load({ kind, tasks: 4 });
  expect(sha256(new Uint8Array(train[field].buffer))).toBe(digest);
});
