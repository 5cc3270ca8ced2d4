/** No number of a configuration is without bounds: what cannot be computed is refused before anything runs. */
import { z } from 'zod';
import { expect, test } from 'vitest';
import { experimentConfig } from '../src/declare/experiment-config.ts';
import { registries } from '../src/identity/registered.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Above this a number is no count, rate or weight, but a slip. Seeds, which are 32 bits, are below it too. */
const MOST = 1e10;
/** Below this a factor above 0 is a slip: float32 has seven digits. */
const LEAST = 1e-7;

/** Every number field of a schema, by its path. */
function numbersOf(schema: z.ZodType): ReadonlyMap<string, JsonSchema[]> {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const found = new Map<string, JsonSchema[]>();
  function walk(node: JsonSchema | boolean | undefined, path: string): void {
    if (typeof node !== 'object') return;
    if (node.$ref !== undefined) {
      walk(root.$defs?.[node.$ref.replace('#/$defs/', '')], path);
      return;
    }
    const kind = node.properties?.['kind'];
    const place =
      typeof kind === 'object' && kind.const !== undefined ? `${path}(${String(kind.const)})` : path;
    const isNumber = node.type === 'number' || node.type === 'integer';
    if (isNumber && node.const === undefined) found.set(place, [...(found.get(place) ?? []), node]);
    for (const [name, field] of Object.entries(node.properties ?? {})) walk(field, `${place}.${name}`);
    for (const option of [...(node.oneOf ?? []), ...(node.anyOf ?? []), ...(node.allOf ?? [])])
      walk(option, place);
    const items = Array.isArray(node.items) ? node.items : [node.items, ...(node.prefixItems ?? [])];
    for (const item of items) walk(item, `${place}[]`);
    walk(node.additionalProperties, `${place}.*`);
  }
  walk(root, '');
  return found;
}

/** `path: least … most` of the fields of which `wrong` holds. */
function fieldsThat(wrong: (node: JsonSchema) => boolean, schema: z.ZodType): string[] {
  return [...numbersOf(schema)].flatMap(([path, nodes]) =>
    nodes.filter(wrong).map((node) => `${path}: ${String(leastOf(node))} … ${String(mostOf(node))}`),
  );
}

function leastOf(node: JsonSchema): number {
  return Number(node.minimum ?? node.exclusiveMinimum);
}

function mostOf(node: JsonSchema): number {
  return Number(node.maximum ?? node.exclusiveMaximum);
}

/** Whose greatest or smallest value is not stated. */
function unbounded(schema: z.ZodType): string[] {
  return fieldsThat((node) => !(mostOf(node) <= MOST) || !(leastOf(node) >= -MOST), schema);
}

/**
 * Numbers that may come as close to a bound as they like without reaching it. 1e-300 where 0 is refused is 0 in float32, or
 * its reciprocal infinite; 1 − 1e-16 where 1 is refused is 1. A number that may be 0 says by it that something is off.
 */
function open(schema: z.ZodType): string[] {
  return fieldsThat(
    (node) =>
      node.type === 'number' &&
      (node.exclusiveMinimum !== undefined ||
        node.exclusiveMaximum !== undefined ||
        (leastOf(node) > 0 && leastOf(node) < LEAST)),
    schema,
  );
}

const registryNames = ['architecture', 'method', 'task', 'strategy', 'train', 'probe'] as const;

test.each(registryNames)(
  'no number of a registered %s may be as small, or as close to a bound, as doubles go',
  (registry) => {
    expect(open(registries[registry])).toEqual([]);
  },
);

test.each(registryNames)(
  'every number of every registered %s has a least and a greatest value',
  (registry) => {
    expect(unbounded(registries[registry])).toEqual([]);
  },
);

test('so has every number of an experiment file', () => {
  expect(unbounded(experimentConfig)).toEqual([]);
});

test('the walk finds a number without bounds, wherever it stands', () => {
  const schema = z.strictObject({
    a: z.int().positive(),
    b: z.array(z.union([z.string(), z.strictObject({ c: z.number().min(0) })])),
    d: z.number().min(0).max(1),
  });
  expect(unbounded(schema).map((line) => line.split(':')[0])).toEqual(['.a', '.b[].c']);
});

test('the walk finds a number that may come arbitrarily close to its bound', () => {
  const schema = z.strictObject({
    a: z.number().positive().max(1),
    b: z.number().min(0).lt(1),
    c: z.number().min(1e-300).max(1),
    d: z.number().min(1e-6).max(1),
    e: z.int().positive().max(9),
  });
  expect(open(schema).map((line) => line.split(':')[0])).toEqual(['.a', '.b', '.c']);
});
