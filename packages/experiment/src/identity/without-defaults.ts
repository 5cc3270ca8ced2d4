/** The normal form of a config: without the fields that are what they were when they came. */
import { canonicalJson } from '@dsrnn/records';
import type { z } from 'zod';
import { oncePer } from '../spec/once-per.ts';
import { readNormal, triedNormal } from '../spec/read-normal.ts';

/**
 * `config` without every field, at any depth, that can be left out so that `readNormal` still gives the same value: those at
 * their origin, and where the origin says nothing at their default. So a setting that is added later, with a default, changes
 * no normal form, and neither does another default whose predecessor the origin keeps. Fields are tried in the order of their
 * names, a whole object before what is in it; elements of lists stay. Throws ZodError for a config that does not fit the
 * schema.
 */
export function withoutDefaults<Config extends object>(schema: z.ZodType<Config>, config: Config): Config {
  return formerOf(schema)(config) as Config;
}

const formerOf = oncePer((schema: z.ZodType<object>) =>
  oncePer((config: object) => stripped(schema, config)),
);

function stripped<Config extends object>(schema: z.ZodType<Config>, config: Config): Config {
  const form = structuredClone(config);
  const value = canonicalJson(readNormal(schema, form));
  const saysTheSame = (): boolean => {
    const read = triedNormal(schema, form);
    return read !== undefined && canonicalJson(read) === value;
  };
  strip(form, saysTheSame);
  return form;
}

function strip(part: object, saysTheSame: () => boolean): void {
  const fields = part as Record<string, unknown>;
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name];
    if (!Array.isArray(part)) {
      Reflect.deleteProperty(fields, name);
      if (saysTheSame()) continue;
      fields[name] = value;
    }
    if (typeof value === 'object' && value !== null) strip(value, saysTheSame);
  }
}
