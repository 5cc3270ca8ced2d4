/** Random configs of a schema, for properties that hold of all of them. */
import fc from 'fast-check';
import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What a user may write for `schema`: any of its fields left out that may be, the others within their bounds. */
export function randomConfig(schema: z.ZodType): fc.Arbitrary<unknown> {
  return valueOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

function valueOf(node: JsonSchema): fc.Arbitrary<unknown> {
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum !== undefined) return fc.constantFrom(...(node.enum as unknown[]));
  const options = node.oneOf ?? node.anyOf;
  if (options !== undefined) return fc.oneof(...options.map((option) => valueOf(option)));
  if (node.type === 'null') return fc.constant(null);
  if (node.type === 'boolean') return fc.boolean();
  if (node.type === 'integer') return fc.integer({ min: node.minimum ?? 1, max: node.maximum ?? 100 });
  if (node.type === 'number')
    return fc.double({ min: node.minimum ?? 0, max: node.maximum ?? 1, noNaN: true });
  if (node.properties === undefined) throw new Error(`no random value of ${JSON.stringify(node)}`);
  const fields = Object.entries(node.properties).map(([name, field]) => [name, valueOf(field as JsonSchema)]);
  return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: node.required ?? [],
  });
}
