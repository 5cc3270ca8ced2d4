/**
 * What every task owes the rest of the program. The toy task, one file of its own, shows that a definition is all it
 * takes: it goes through the same checks as the tasks of the registry.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '@dsrnn/portable/testing';
import type { Dataset, Examples, Target } from '../src/dataset.ts';
import { copyStream } from '../src/streams/copy-stream.ts';
import { permuted } from '../src/streams/permuted.ts';
import { rotated } from '../src/streams/rotated.ts';
import { split } from '../src/streams/split.ts';
import { adding } from '../src/tasks/adding.ts';
import { copyMemory } from '../src/tasks/copy-memory.ts';
import { digits } from '../src/tasks/digits.ts';
import { listops } from '../src/tasks/listops.ts';
import type { TaskDefinition } from '../src/tasks/task-definition.ts';
import { toyMajority } from './toy-majority.ts';

const small = { trainCount: 40, validationCount: 20, testCount: 20 };

type AnyTask = TaskDefinition<{ readonly kind: string }>;

/** Tasks that need no files beyond the dependencies, with a config that loads fast. */
const cases: readonly (readonly [string, AnyTask, object])[] = [
  ['toy-majority', toyMajority, {}],
  ['adding', adding, { ...small, length: 12 }],
  ['copy-memory', copyMemory, { ...small, delay: 3 }],
  ['listops', listops, small],
  ['digits', digits, { ...small, pool: 2, steps: 7 }],
  ['split', split, { of: { kind: 'digits', ...small, pool: 2 }, experiences: 2, scenario: 'task' }],
  ['permuted', permuted, { of: { kind: 'digits', ...small, pool: 2 }, identity: 'one-hot' }],
  ['rotated', rotated, { of: { kind: 'digits', ...small, pool: 2 }, trainCount: 10 }],
  ['copy-stream', copyStream, { ...small, identity: 'embedding' }],
];

/** Numbers that a target takes for one example. */
function targetSize(target: Target, time: number): number {
  if (target.kind === 'class') return 1;
  if (target.kind === 'class-per-step') return time;
  return target.kind === 'value' ? target.size : time * target.size;
}

function texts({ count, inputs }: Examples): string[] {
  const size = inputs.length / count;
  return Array.from({ length: count }, (_, i) => inputs.subarray(i * size, (i + 1) * size).join());
}

describe.each(cases)('the task %s', (kind, task, fields) => {
  const parse = (given: object) =>
    task.config.parse({ kind, ...given }) as unknown as { readonly kind: string };
  const load = async () => task.load(parse(fields), { cacheDir: temporaryFolder() });
  let kept: Promise<Dataset> | undefined;
  const loadOnce = () => (kept ??= load());

  it('needs no more than its kind, refuses unknown fields, and says what its fields are in JSON Schema', () => {
    expect(parse({})).toMatchObject({ kind });
    expect(task.kind).toBe(kind);
    expect(task.config.safeParse({ kind, nosuchfield: 1 }).success).toBe(false);
    const schema = z.toJSONSchema(task.config, { io: 'input' });
    expect(schema).toMatchObject({ properties: { kind: { const: kind } }, required: ['kind'] });
  });

  it('is told apart by its kind from the others', () => {
    const [first, ...others] = cases.map(([, { config }]) => config);
    const union = z.discriminatedUnion('kind', [first!, ...others]);
    expect(union.parse({ kind, ...fields })).toEqual(parse(fields));
  });

  it('loads what its shape says, finite and in range', async () => {
    const shape = task.shape(parse(fields));
    const dataset = await loadOnce();
    expect(dataset).toMatchObject(shape);
    for (const { count, inputs, targets } of [dataset.train, dataset.validation, dataset.test]) {
      expect(inputs).toHaveLength(count * shape.time * shape.features);
      expect(targets).toHaveLength(count * targetSize(shape.target, shape.time));
      expect(inputs.every(Number.isFinite)).toBe(true);
      const { target } = shape;
      if ('classes' in target) {
        expect(targets).toBeInstanceOf(Int32Array);
        expect(targets.every((label) => label >= 0 && label < target.classes)).toBe(true);
      }
    }
    expect(dataset.floors.length).toBeGreaterThan(0);
    for (const { score } of dataset.floors) expect(score >= 0 && score <= 1).toBe(true);
    const guesses = dataset.floors.flatMap(({ guess }) => guess?.standardError ?? []);
    expect(guesses.length).toBeGreaterThan(0);
    for (const error of guesses) expect(error >= 0 && error < 1).toBe(true);
  });

  it('gives the same bits again, to other arrays', async () => {
    const [one, two] = [await loadOnce(), await load()];
    for (const split of ['train', 'validation', 'test'] as const) {
      expect(two[split]).toEqual(one[split]);
      expect(two[split].inputs).not.toBe(one[split].inputs);
    }
  });

  it('has splits that are not copies of each other', async () => {
    const { train, validation, test } = await loadOnce();
    const distinct = (...splits: Examples[]) => new Set(splits.flatMap(texts)).size;
    expect(distinct(train, test)).toBeGreaterThan(distinct(train));
    expect(distinct(validation, test)).toBeGreaterThan(distinct(validation));
  });
});

it('the toy task asks for the more frequent sign', async () => {
  const config = toyMajority.config.parse({ kind: 'toy-majority', pairs: 1 }) as Parameters<
    typeof toyMajority.load
  >[0];
  const { train } = await toyMajority.load(config, { cacheDir: '/nonexistent' });
  const answers = { '-1,-1,-1': 0, '-1,-1,1': 0, '-1,1,-1': 0, '1,-1,-1': 0 } as Record<string, number>;
  expect([...train.targets]).toEqual(texts(train).map((signs) => answers[signs] ?? 1));
  expect(new Set(train.targets).size).toBe(2);
});
