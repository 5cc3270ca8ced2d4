import { origins } from '@dsrnn/portable';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readNormal } from '../spec/read-normal.ts';
import { withoutDefaults } from './without-defaults.ts';

const schema = z
  .strictObject({
    kind: z.literal('a'),
    size: z.int(),
    low: z.number().default(1),
    high: z.number().default(2),
    absent: z.boolean().optional(),
    inner: z
      .strictObject({ kind: z.enum(['x', 'y']).default('x'), rate: z.number().default(0.5) })
      .prefault({}),
    list: z.array(z.strictObject({ name: z.string(), weight: z.number().default(1) })).default([]),
  })
  .refine(({ low, high }) => low <= high);

const form = (config: object): object =>
  withoutDefaults(schema, schema.parse({ kind: 'a', size: 3, ...config }));

test('fields at their default are left out, at any depth, and no other', () => {
  expect(form({})).toEqual({ kind: 'a', size: 3 });
  expect(form({ low: 0, high: 2, absent: false })).toEqual({ kind: 'a', size: 3, low: 0, absent: false });
  expect(form({ inner: { kind: 'y' } })).toEqual({ kind: 'a', size: 3, inner: { kind: 'y' } });
  expect(
    form({
      list: [
        { name: 'b', weight: 1 },
        { name: 'c', weight: 2 },
      ],
    }),
  ).toEqual({
    kind: 'a',
    size: 3,
    list: [{ name: 'b' }, { name: 'c', weight: 2 }],
  });
});

test('a field stays whose default would not fit the others', () => {
  expect(form({ low: 2, high: 2 })).toEqual({ kind: 'a', size: 3, low: 2 });
  expect(form({ low: 3, high: 4 })).toEqual({ kind: 'a', size: 3, low: 3, high: 4 });
});

test('a config in normal form, and one that is not resolved, give the same form', () => {
  const once = form({ low: 0, inner: { rate: 1 } });
  expect(withoutDefaults(schema, once as z.infer<typeof schema>)).toEqual(once);
  expect(withoutDefaults(schema, { ...schema.parse(once) })).toEqual(once);
});

test('the config itself is left alone', () => {
  const config = Object.freeze(schema.parse({ kind: 'a', size: 3 }));
  withoutDefaults(schema, config);
  expect(config.low).toBe(1);
});

const inner = z
  .strictObject({ width: z.int().default(8), input: z.enum(['auto', 'x']).default('x') })
  .register(origins, { width: 16 });
const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('a'), rate: z.number().default(1) }),
  z.strictObject({ kind: z.literal('b') }),
]);
const changed = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('new'),
      mode: z.enum(['old', 'auto']).default('auto'),
      inner: inner.prefault({}),
      choice: choice.prefault({ kind: 'b' }),
    })
    .register(origins, { mode: 'old', inner: {}, choice: { kind: 'a' } }),
  z.strictObject({ kind: z.literal('other'), mode: z.enum(['old', 'auto']).default('auto') }),
]);

test.each([
  // What a user writes, and its normal form: at the origin left out, at the present default said.
  [{}, { mode: 'auto', inner: { width: 8 }, choice: { kind: 'b' } }],
  [{ mode: 'old', inner: { width: 16 }, choice: { kind: 'a' } }, {}],
  [{ mode: 'old', inner: { width: 16, input: 'auto' }, choice: { kind: 'b' } }, { inner: { input: 'auto' }, choice: { kind: 'b' } }], // prettier-ignore
  [{ mode: 'old', inner: { width: 16 }, choice: { kind: 'a', rate: 2 } }, { choice: { kind: 'a', rate: 2 } }],
])('of a setting with an origin, the origin is left out and not the default: %j', (written, expected) => {
  const full = changed.parse({ kind: 'new', ...written });
  const normal = withoutDefaults(changed, full);
  expect(normal).toEqual({ kind: 'new', ...expected });
  expect(readNormal(changed, normal)).toEqual(full);
});

test('an origin is that of its kind', () => {
  expect(withoutDefaults(changed, changed.parse({ kind: 'other' }))).toEqual({ kind: 'other' });
});
