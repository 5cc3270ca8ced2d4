import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tables } from '../tables/registry.ts';
import { figures } from './registry.ts';

it('every figure lives in the file of its name', () => {
  for (const { id } of figures) expect(existsSync(new URL(`./${id}.ts`, import.meta.url))).toBe(true);
});

it('ids are told apart', () => {
  const ids = [...figures, ...tables].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
