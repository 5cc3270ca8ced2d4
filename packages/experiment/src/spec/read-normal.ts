/**
 * Configs in normal form, read back. What a user writes is filled from the present defaults of a schema; what a normal form
 * leaves out had the default with which the setting came, whatever the default is by now.
 */
import { filledFrom, origins, type Origin } from '@dsrnn/portable';
import { z } from 'zod';

/**
 * `config`, in normal form or with all its fields, as `schema` has it: filled from its origin, then from its defaults. In a union
 * by `kind` the origin is that of the kind; configs inside of a config have none. Throws ZodError for one that does not fit.
 */
export function readNormal<Config>(schema: z.ZodType<Config>, config: object): Config {
  return schema.parse(filledFrom(originOf(schema, config), config as Origin));
}

/** The same for a config of which nobody knows whether it fits: undefined if not. */
export function triedNormal<Config>(schema: z.ZodType<Config>, config: object): Config | undefined {
  return schema.safeParse(filledFrom(originOf(schema, config), config as Origin)).data;
}

function originOf(schema: z.ZodType, config: object): Origin {
  const one = schema instanceof z.ZodDiscriminatedUnion ? choiceOf(schema, config) : schema;
  return (one === undefined ? undefined : origins.get(one)) ?? {};
}

/** The member of a union whose literal `kind` the config has. */
function choiceOf({ options }: z.ZodDiscriminatedUnion, config: object): z.ZodType | undefined {
  const kind = 'kind' in config ? config.kind : undefined;
  const found = options.find(
    (option) => option instanceof z.ZodObject && (option.shape['kind'] as z.ZodType).safeParse(kind).success,
  );
  return found as z.ZodType | undefined;
}
