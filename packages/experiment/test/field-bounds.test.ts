/** No number of a configuration is without bounds: what cannot be computed is refused before anything runs. */
import { z } from 'zod';
import { expect, test } from 'vitest';
import { experimentConfig } from '../src/experiment-config.ts';
import { registries } from '../src/registered.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Above this a number is no count, rate or weight, but a slip. Seeds, which are 32 bits, are below it too. */
const MOST = 1e10;

/** Every number field of a schema, by its path, whose greatest or smallest value is not stated. */
function unbounded(schema: z.ZodType): string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const found = new Set<string>();
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
    if (isNumber && node.const === undefined) {
      const most = Number(node.maximum ?? node.exclusiveMaximum);
      const least = Number(node.minimum ?? node.exclusiveMinimum);
      if (!(most <= MOST) || !(least >= -MOST)) found.add(`${place}: ${String(least)} … ${String(most)}`);
    }
    for (const [name, field] of Object.entries(node.properties ?? {})) walk(field, `${place}.${name}`);
    for (const option of [...(node.oneOf ?? []), ...(node.anyOf ?? []), ...(node.allOf ?? [])])
      walk(option, place);
    const items = Array.isArray(node.items) ? node.items : [node.items, ...(node.prefixItems ?? [])];
    for (const item of items) walk(item, `${place}[]`);
    walk(node.additionalProperties, `${place}.*`);
  }
  walk(root, '');
  return [...found];
}

test.each(['architecture', 'method', 'task', 'strategy', 'train', 'probe'] as const)(
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
