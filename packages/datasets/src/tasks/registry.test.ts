import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dataDigests, loadTask, taskConfig, taskDefinition } from '../registry.ts';
import { tasks } from './registry.ts';

const NOT_TASKS = ['class-names', 'image-task', 'official-image-task', 'registry', 'seed', 'task-definition'];

describe('the task registry', () => {
  it('holds every task of its folder', () => {
    const files = readdirSync(new URL('.', import.meta.url))
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => name.replace('.ts', ''))
      .filter((name) => !NOT_TASKS.includes(name));
    expect(tasks.map((task): string => task.kind).sort()).toEqual(files.sort());
  });

  it('parses a config by its kind and fills in the defaults', () => {
    expect(taskConfig.parse({ kind: 'adding' })).toMatchObject({ length: 100, dataSeed: 1 });
    expect(taskConfig.parse({ kind: 'digits', pool: 2 })).toMatchObject({ form: 'rows', pool: 2 });
    expect(taskConfig.safeParse({ kind: 'digits', length: 5 }).success).toBe(false);
    expect(taskConfig.safeParse({ kind: 'digits', testCount: 2001 }).success).toBe(false);
  });

  it('names every class of a task that tells one a sequence, in full and in four letters', () => {
    const configs = [
      ...tasks.map(({ kind }) => ({ kind })),
      { kind: 'hanzi', classes: 7 },
      { kind: 'speech-commands', words: 'all' },
    ].map((config) => taskConfig.parse(config));
    for (const config of configs) {
      const task = taskDefinition(config.kind);
      const { target } = task.shape(config);
      const names = task.classNames?.(config);
      expect(names?.length, config.kind).toBe(target.kind === 'class' ? target.classes : undefined);
      for (const form of ['name', 'short'] as const) {
        expect(new Set(names?.map((one) => one[form])).size, config.kind).toBe(names?.length ?? 0);
      }
      for (const { short } of names ?? []) expect(short.length).toBeLessThanOrEqual(4);
    }
  });

  it('knows the classes of a task that is split, permuted or rotated, unless they are places in a group', () => {
    const namesOf = (config: object) => {
      const parsed = taskConfig.parse(config);
      return taskDefinition(parsed.kind)
        .classNames?.(parsed)
        ?.map(({ name }) => name);
    };
    const of = { kind: 'gene' };
    const genes = ['donor', 'acceptor', 'neither'];
    expect(namesOf({ kind: 'split', of, experiences: 3 })).toEqual(genes);
    expect(namesOf({ kind: 'permuted', of })).toEqual(genes);
    expect(namesOf({ kind: 'rotated' })?.[7]).toBe('7');
    expect(namesOf({ kind: 'split', scenario: 'domain' })).toBeUndefined();
  });

  it('can be written as a JSON Schema', () => {
    const schema = z.toJSONSchema(taskConfig, { io: 'input' });
    expect(JSON.stringify(schema)).toContain('"const":"copy-memory"');
  });

  it('lists the known kinds when asked for another', () => {
    expect(() => taskDefinition('mnits')).toThrow(
      /task.kind: unknown 'mnits'; known: digits, fashion-mnist, adding, copy-memory/,
    );
  });

  it('gives one digest for the data of each task, without reading any', () => {
    const digests = tasks.map((task) => dataDigests(taskConfig.parse({ kind: task.kind })));
    expect(digests.flatMap((digest) => Object.keys(digest))).toEqual(
      expect.arrayContaining(['digits', 'fashion-mnist', 'generated:adding', 'generated:copy-memory']),
    );
    for (const digest of digests) expect(Object.keys(digest)).toHaveLength(1);
    const values = digests.flatMap((digest) => Object.values(digest));
    for (const value of values) expect(value).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(values).size).toBe(tasks.length);
    // printf 'adding 1' | sha256sum
    expect(dataDigests(taskConfig.parse({ kind: 'adding' }))).toEqual({
      'generated:adding': '8bd582793f85f113a13bee11ef128a8febcc1b15e0e29cc25d2aa8d1595f856c',
    });
  });

  it('knows shapes without data, and loads what the shape says', async () => {
    const config = taskConfig.parse({
      ...{ kind: 'copy-memory', delay: 4, trainCount: 2, validationCount: 1, testCount: 1 },
    });
    const { train, ...dataset } = await loadTask(config, { cacheDir: '/nonexistent' });
    const { time, features } = taskDefinition(config.kind).shape(config);
    expect(train.inputs).toHaveLength(2 * time * features);
    expect(dataset).toMatchObject({ time, features, metric: 'accuracy' });
  });
});
