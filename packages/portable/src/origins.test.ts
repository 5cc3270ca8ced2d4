import { expect, test } from 'vitest';
import { z } from 'zod';
import { origins, withOrigins } from './origins.ts';

const router = z
  .strictObject({ input: z.string().default('x'), width: z.int().default(8), blocks: z.int().default(4) })
  .register(origins, { input: 'auto', width: 16 });
const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('a'), rate: z.number().default(1) }).register(origins, { rate: 2 }),
  z.strictObject({ kind: z.literal('b') }),
]);
const method = z
  .strictObject({
    kind: z.literal('ds'),
    read: z.string().default('auto'),
    router: router.prefault({}),
    followed: router.nullable().prefault({}),
    choice: choice.prefault({ kind: 'b' }),
  })
  .register(origins, { read: 'current', router: {}, followed: null, choice: { kind: 'a' } });
const methods = z.discriminatedUnion('kind', [method, z.strictObject({ kind: z.literal('dense') })]);

test('what a config lacks is filled at any depth, and what it says stays', () => {
  const origin = {
    kind: 'ds',
    read: 'current',
    router: { input: 'auto', width: 16 },
    followed: null,
    choice: { kind: 'a', rate: 2 },
  };
  for (const schema of [method, methods]) {
    expect(withOrigins(schema, { kind: 'ds' })).toEqual(origin);
    expect(withOrigins(schema, { kind: 'ds', read: 'previous', router: { width: 8 }, followed: {} })).toEqual(
      {
        ...origin,
        read: 'previous',
        router: { input: 'auto', width: 8 },
        followed: { input: 'auto', width: 16 },
      },
    );
  }
});

test('a choice is filled by its kind', () => {
  expect(withOrigins(method, { choice: { kind: 'b' } })).toMatchObject({ choice: { kind: 'b' } });
  expect(withOrigins(methods, { kind: 'dense' })).toEqual({ kind: 'dense' });
});

test('what fits no schema is left to it, and the config itself alone', () => {
  expect(withOrigins(methods, { kind: 'other', router: 1 })).toEqual({ kind: 'other', router: 1 });
  const config = Object.freeze({ kind: 'ds', router: Object.freeze({}) });
  withOrigins(method, config);
  expect(config).toEqual({ kind: 'ds', router: {} });
});
