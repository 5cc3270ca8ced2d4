/** The values of fields that a config's normal form leaves out. */
import { bareSchema, origins } from '@dsrnn/portable';
import { z } from 'zod';

/** Values by field, `router.width` for one inside another; a field that holds a union counts as one. */
export type Defaults = Readonly<Record<string, unknown>>;

type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * The origin of each field or, where none is declared, its default. Fields at these are no part of a run's key. So another
 * value gives other numbers under the same key, unless the version of the definition rises: the panel keeps them beside the
 * versions. A default that changes while its origin stays is in no one's way.
 */
export function declaredDefaults(config: z.ZodType): Defaults {
  const json = z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' });
  return Object.fromEntries(defaultsIn(json, config, ''));
}

function* defaultsIn(
  { properties = {} }: JsonSchema,
  schema: z.ZodType,
  place: string,
): Generator<[string, unknown]> {
  const object = bareSchema(schema);
  const origin = origins.get(object) ?? {};
  for (const [name, field] of Object.entries(properties)) {
    if (typeof field === 'boolean') continue;
    const path = `${place}${name}`;
    const inner = object instanceof z.ZodObject ? (object.shape[name] as z.ZodType) : z.unknown();
    if (field.properties !== undefined) yield* defaultsIn(field, inner, `${path}.`);
    else if (name in origin) yield [path, origin[name]];
    else if (field.default !== undefined) yield [path, field.default];
  }
}
