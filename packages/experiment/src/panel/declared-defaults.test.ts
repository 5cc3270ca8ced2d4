import { origins } from '@dsrnn/portable';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { registries } from '../identity/registered.ts';
import { readNormal } from '../spec/read-normal.ts';
import { withoutDefaults } from '../identity/without-defaults.ts';
import { definitions } from '../identity/definitions.ts';
import { declaredDefaults } from './declared-defaults.ts';

test('defaults are found at any depth; a field that holds a union counts as one', () => {
  const one = z.strictObject({ kind: z.literal('x'), rate: z.number().default(1) });
  const two = z.strictObject({ kind: z.literal('y') });
  const schema = z.strictObject({
    kind: z.literal('a'),
    units: z.int(),
    off: z.boolean().default(false),
    none: z.number().nullable().default(null),
    inner: z.strictObject({ width: z.int().default(16) }).prefault({}),
    choice: z.discriminatedUnion('kind', [one, two]).prefault({ kind: 'x' }),
  });
  expect(declaredDefaults(schema)).toEqual({
    off: false,
    none: null,
    'inner.width': 16,
    choice: { kind: 'x' },
  });
});

test('where an origin is declared it stands for the default, at any depth', () => {
  const router = z
    .strictObject({ input: z.string().default('ema'), width: z.int().default(8) })
    .register(origins, { width: 16 });
  const choice = z.strictObject({ kind: z.enum(['x', 'y']) });
  const schema = z.strictObject({
    off: z.boolean().default(false),
    router: router.prefault({}),
    choice: z.discriminatedUnion('kind', [choice]).prefault({ kind: 'y' }),
  });
  schema.register(origins, { router: {}, choice: { kind: 'x' } });
  expect(declaredDefaults(schema)).toEqual({
    off: false,
    'router.input': 'ema',
    'router.width': 16,
    choice: { kind: 'x' },
  });
});

test('every field that a normal form leaves out has its default in the panel', () => {
  const { config } = definitions.get('method/ds')!;
  const full = readNormal(registries.method, { kind: 'ds' });
  expect(withoutDefaults(registries.method, full)).toEqual({ kind: 'ds' });
  const leftOut = Object.entries(full).flatMap(([name, value]) =>
    name === 'kind'
      ? []
      : name === 'router'
        ? Object.keys(value as object).map((field) => `router.${field}`)
        : [name],
  );
  expect(Object.keys(declaredDefaults(config!)).sort()).toEqual(leftOut.sort());
});
