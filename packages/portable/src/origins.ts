/** Defaults that settings had when they came, kept beside a schema whose defaults are others by now. */
import { z } from 'zod';

/** Fields of a config. */
export type Origin = Readonly<Record<string, unknown>>;

/**
 * Origins by the schema of an object: `schema.register(origins, {...})`. Fields of which an origin says nothing came with their
 * present default. One that has an object with an origin of its own says `{}` of it. Never changed: records leave out fields at
 * their origin, so another one would be read into all of them. `extend` makes a schema without origin, which registers its
 * own.
 */
export const origins = z.registry<Origin>();

/** `config` with what it lacks of the origins of `schema`, at any depth; in a union by `kind` those of its kind. */
export function withOrigins(schema: z.ZodType, config: object): Origin {
  const object = objectFor(schema, config);
  if (object === undefined) return { ...config };
  const filled: Record<string, unknown> = { ...origins.get(object), ...config };
  for (const [field, value] of Object.entries(filled)) {
    const inner = object.shape[field] as z.ZodType | undefined;
    if (inner !== undefined && typeof value === 'object' && value !== null && !Array.isArray(value))
      filled[field] = withOrigins(inner, value);
  }
  return filled;
}

/** The schema behind defaults and null. */
export function bareSchema(schema: z.ZodType): z.ZodType {
  let bare = schema;
  while (bare instanceof z.ZodDefault || bare instanceof z.ZodPrefault || bare instanceof z.ZodNullable)
    bare = bare.unwrap() as z.ZodType;
  return bare;
}

/** The object that `config` is one of: in a union the member whose literal `kind` it has. */
function objectFor(schema: z.ZodType, config: object): z.ZodObject | undefined {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodObject) return bare;
  if (!(bare instanceof z.ZodDiscriminatedUnion) || !('kind' in config)) return undefined;
  return bare.options.find(
    (option): option is z.ZodObject =>
      option instanceof z.ZodObject && (option.shape['kind'] as z.ZodType).safeParse(config.kind).success,
  );
}
