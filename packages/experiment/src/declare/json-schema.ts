/** JSON Schema of experiment files, for editors: completion and checks while typing. */
import { z } from 'zod';
import { experimentConfig, neededLists } from './experiment-config.ts';
import type { Presets } from './presets.ts';
import type { Registries } from '../spec/registries.ts';
import { registries as registered } from '../identity/registered.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The schema (draft 2020-12). Inline entries are described by the registries. With `presets` their names are listed,
 * so that an editor completes them and marks an unknown one.
 */
export function experimentJsonSchema(presets?: Presets): object {
  const registries: Registries = presets?.registries ?? registered;
  const schema = z.toJSONSchema(experimentConfig, { io: 'input' });
  const entry = (names: Iterable<string> | undefined, inline: JsonSchema): JsonSchema => ({
    anyOf: [names === undefined ? { type: 'string' } : { enum: [...names] }, inline],
  });
  const shared: Record<string, JsonSchema> = {};
  const inline = (config: z.ZodType): JsonSchema => {
    const { $schema: _, $defs, ...rest } = z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' });
    Object.assign(shared, $defs);
    return rest;
  };
  const entries = {
    architecture: entry(presets?.architectures.keys(), withLabel(inline(registries.architecture))),
    method: entry(presets?.methods.keys(), withLabel(inline(registries.method))),
    task: entry(presets?.tasks.keys(), withLabel(inline(registries.task))),
    strategy: entry(presets?.strategies.keys(), withLabel(inline(registries.strategy))),
    train: entry(presets?.train.keys(), inline(registries.train)),
    probe: entry(undefined, inline(registries.probe)),
  };
  return {
    ...schema,
    title: 'Experiment',
    $defs: {
      ...schema.$defs,
      ...shared,
      ...entries,
      profile: withNeededLists(schema.$defs?.['profile']),
    },
    properties: {
      ...schema.properties,
      backend: withNames(schema.properties?.['backend'], inline(registries.backend)),
      engine: withNames(schema.properties?.['engine'], inline(registries.engine)),
    },
  };
}

/** The text of the committed file `configs/experiment.schema.json`. */
export function formatJsonSchema(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** A field that is any string in the schema of the file, with the names that the registry has. */
function withNames(field: JsonSchema | boolean | undefined, names: JsonSchema): JsonSchema {
  return { ...(typeof field === 'object' ? field : {}), ...names };
}

/** A profile has the lists of its one cross product, or blocks, which have those that it leaves out. */
function withNeededLists(profile: JsonSchema | undefined): JsonSchema {
  return { ...profile, anyOf: [{ required: [...neededLists] }, { required: ['blocks'] }] };
}

/** Every alternative of a union gets the required field `label`. */
function withLabel(schema: JsonSchema): JsonSchema {
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined) return { ...schema, oneOf: alternatives.map(withLabel) };
  const label = { type: 'string' as const, description: 'name of this entry in tables, figures and claims' };
  return {
    ...schema,
    properties: { label, ...schema.properties },
    required: ['label', ...(schema.required ?? [])],
  };
}
