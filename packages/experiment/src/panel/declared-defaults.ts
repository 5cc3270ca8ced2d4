/** The values of fields that a config's normal form leaves out. */
import { origins, type Origin } from '@dsrnn/portable';
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
  const schema = z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' });
  const defaults = Object.fromEntries(defaultsIn(schema, ''));
  return { ...defaults, ...Object.fromEntries(leavesOf(origins.get(config) ?? {}, defaults, '')) };
}

function* defaultsIn({ properties = {} }: JsonSchema, place: string): Generator<[string, unknown]> {
  for (const [name, field] of Object.entries(properties)) {
    if (typeof field === 'boolean') continue;
    const path = `${place}${name}`;
    if (field.properties !== undefined) yield* defaultsIn(field, `${path}.`);
    else if (field.default !== undefined) yield [path, field.default];
  }
}

/** The fields of an origin, as deep as those of the defaults. */
function* leavesOf(origin: Origin, defaults: Defaults, place: string): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(origin)) {
    const path = `${place}${name}`;
    const within = Object.keys(defaults).some((field) => field.startsWith(`${path}.`));
    if (within) yield* leavesOf(value as Origin, defaults, `${path}.`);
    else yield [path, value];
  }
}
