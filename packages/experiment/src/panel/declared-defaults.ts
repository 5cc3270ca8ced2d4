/** The defaults that a config's schema declares. */
import { z } from 'zod';

/** Values of defaults by field, `router.width` for one inside another; a field that holds a union counts as one. */
export type Defaults = Readonly<Record<string, unknown>>;

type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * Fields at their default are no part of a run's key. So another default gives other numbers under the same key, unless
 * the version of the definition rises: the panel keeps the defaults beside the versions.
 */
export function declaredDefaults(config: z.ZodType): Defaults {
  const schema = z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' });
  return Object.fromEntries(defaultsIn(schema, ''));
}

function* defaultsIn({ properties = {} }: JsonSchema, place: string): Generator<[string, unknown]> {
  for (const [name, field] of Object.entries(properties)) {
    if (typeof field === 'boolean') continue;
    const path = `${place}${name}`;
    if (field.properties !== undefined) yield* defaultsIn(field, `${path}.`);
    else if (field.default !== undefined) yield [path, field.default];
  }
}
