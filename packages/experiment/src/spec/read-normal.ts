/**
 * Configs in normal form, read back. What a user writes is filled from the present defaults of a schema; what a normal form
 * leaves out had the default with which the setting came, whatever the default is by now.
 */
import { withOrigins } from '@dsrnn/portable';
import type { z } from 'zod';

/**
 * `config`, in normal form or with all its fields, as `schema` has it: filled from its origins, then from its defaults. Throws
 * ZodError for one that does not fit.
 */
export function readNormal<Config>(schema: z.ZodType<Config>, config: object): Config {
  return schema.parse(withOrigins(schema, config));
}

/** The same for a config of which nobody knows whether it fits: undefined if not. */
export function triedNormal<Config>(schema: z.ZodType<Config>, config: object): Config | undefined {
  return schema.safeParse(withOrigins(schema, config)).data;
}
