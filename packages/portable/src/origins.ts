/** Defaults that settings had when they came, kept beside a schema whose defaults are others by now. */
import { z } from 'zod';

/** A part of a config, nested as the config is. */
export interface Origin {
  readonly [field: string]: unknown;
}

/**
 * Origins by the schema of a config: `schema.register(origins, {...})`. Settings of which an origin says nothing came with
 * their present default. Never changed: records leave out fields at their origin, so another one would be read into all of
 * them. `extend` makes a schema without origin, which registers its own.
 */
export const origins = z.registry<Origin>();

/**
 * `config` with what it lacks of `origin`, at any depth. An object that has a `kind`, a choice among several, is taken whole or
 * not at all: the fields of one choice say nothing of another.
 */
export function filledFrom(origin: Origin, config: Origin): Origin {
  const filled: Record<string, unknown> = { ...config };
  for (const [field, value] of Object.entries(origin)) {
    const given = filled[field];
    if (given === undefined) filled[field] = value;
    else if (isObject(value) && isObject(given) && !('kind' in value))
      filled[field] = filledFrom(value, given);
  }
  return filled;
}

function isObject(value: unknown): value is Origin {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
