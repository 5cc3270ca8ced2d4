import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import type { Examples } from '../dataset.ts';
import { sha256 } from '../sha256.ts';
import { geneSource } from '../sources/gene.ts';
import { sourceState } from '../sources/read-source.ts';
import { dropRepeats, gene, geneConfig } from './gene.ts';

const state = await sourceState(geneSource, { cacheDir: '/nonexistent' });

async function load(fields: object = {}) {
  return gene.load(geneConfig.parse({ kind: 'gene', ...fields }), { cacheDir: temporaryFolder() });
}

function rows({ count, inputs }: Examples): string[] {
  return Array.from({ length: count }, (_, i) => inputs.subarray(i * 240, (i + 1) * 240).join(''));
}

const digest = ({ inputs }: Examples) => sha256(new Uint8Array(inputs.buffer));

const counts = ({ targets }: Examples) =>
  [0, 1, 2].map((label) => targets.filter((target) => target === label).length);

describe('windows that repeat', () => {
  it('are dropped if they stand earlier or in the test, and keep their labels, by hand', () => {
    const windows = (texts: readonly string[], labels: readonly number[]) => ({
      count: texts.length,
      nucleotides: Uint8Array.from(texts.join(''), Number),
      labels: Uint8Array.from(labels),
    });
    const pool = windows(['012', '111', '012', '330', '000'], [0, 1, 2, 0, 1]);
    expect(dropRepeats(pool, windows(['111', '222'], [1, 1]))).toEqual(
      windows(['012', '330', '000'], [0, 0, 1]),
    );
  });
});

describe('the config of the splice junctions', () => {
  it('refuses a validation split as large as the pool, which depends on repeats', () => {
    const problem = geneConfig.safeParse({ kind: 'gene', validationCount: 1473 }).error?.issues[0];
    expect(problem?.path).toEqual(['validationCount']);
    expect(problem?.message).toMatch(/1473 windows asked for, but there are 1473 .* lower it/);
    expect(geneConfig.safeParse({ kind: 'gene', validationCount: 1472 }).success).toBe(true);
    expect(geneConfig.safeParse({ kind: 'gene', validationCount: 1587, repeats: 'keep' }).success).toBe(true);
    expect(geneConfig.safeParse({ kind: 'gene', validationCount: 1588, repeats: 'keep' }).success).toBe(
      false,
    );
  });
});

describe.runIf(state === 'available from Debian')(`the splice junctions (${state})`, () => {
  it('share no window between training and validation or test, and use each one', async () => {
    const { train, validation, test } = await load();
    expect([train.count, validation.count, test.count]).toEqual([1173, 300, 1587]);
    const pool = new Set([...rows(train), ...rows(validation)]);
    expect(pool.size).toBe(1473);
    expect(rows(test).filter((row) => pool.has(row))).toEqual([]);
    for (const row of pool) expect(row).toMatch(/^(1000|0100|0010|0001){60}$/);
    expect(counts(test)).toEqual([386, 386, 815]);
    expect(counts(train)).toEqual([255, 255, 663]);
    expect(counts(validation)).toEqual([65, 65, 170]);
  });

  it('keep the leak of the official split if asked to', async () => {
    const { train, validation, test } = await load({ repeats: 'keep' });
    expect(train.count + validation.count).toBe(1588);
    const pool = new Set([...rows(train), ...rows(validation)]);
    expect(rows(test).filter((row) => pool.has(row))).toHaveLength(102);
  });

  it('have the shape they announce, and floors', async () => {
    const { train, floors, ...dataset } = await load();
    const shape = gene.shape(geneConfig.parse({ kind: 'gene' }));
    expect(dataset).toMatchObject(shape);
    expect(train.inputs).toHaveLength(train.count * shape.time * shape.features);
    expect(floors[0]?.score).toBe(815 / 1587);
    expect(floors[2]?.score).toBeGreaterThan(floors[1]!.score);
  });

  it('depend on splitSeed for validation alone', async () => {
    const [first, again, other] = [await load(), await load(), await load({ splitSeed: 2 })];
    for (const split of ['train', 'validation', 'test'] as const) {
      expect(digest(again[split])).toBe(digest(first[split]));
    }
    expect(digest(other.test)).toBe(digest(first.test));
    expect(digest(other.validation)).not.toBe(digest(first.validation));
  });

  it('refuse a validation split that has not all classes', async () => {
    const failure = load({ validationCount: 1 });
    await expect(failure).rejects.toMatchObject({ code: 'task', path: 'task.validationCount' });
  });
});
