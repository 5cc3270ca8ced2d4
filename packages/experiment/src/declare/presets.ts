/** Named configs, shared by the experiments: `configs/{architectures,methods,tasks,strategies,train}.yaml`. */
import { join } from 'node:path';
import type { RunSpec } from '@dsrnn/records';
import { z } from 'zod';
import { checkSchema } from './check-schema.ts';
import { ConfigError, type ConfigIssue } from './config-error.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { Kinded, Registries } from '../spec/registries.ts';
import { registries as registered } from '../identity/registered.ts';
import { readYaml } from './yaml/yaml-source.ts';

/** Presets by name, defaults filled in. There is one level: a preset cannot name another. */
export interface Presets {
  /** Folder that they were read from. */
  readonly dir: string;
  readonly registries: Registries;
  readonly architectures: ReadonlyMap<string, Kinded>;
  readonly methods: ReadonlyMap<string, Kinded>;
  readonly tasks: ReadonlyMap<string, Kinded>;
  readonly strategies: ReadonlyMap<string, Kinded>;
  readonly train: ReadonlyMap<string, RunSpec['train']>;
}

const presetFile = z.record(
  z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected small letters, digits and single hyphens'),
  z.looseObject({}),
);

/** Reads the five files of `dir`. Throws ConfigError with every problem of all of them. */
export function loadPresets(dir: string, registries: Registries = registered): Presets {
  const issues: ConfigIssue[] = [];

  function load<T>(name: string, schema: z.ZodType<T>): ReadonlyMap<string, T> {
    const presets = new Map<string, T>();
    try {
      const source = readYaml(join(dir, `${name}.yaml`));
      const file = checkSchema(presetFile, source.value);
      issues.push(...file.issues.map((issue) => source.locate(issue)));
      if (!('value' in file)) return presets;
      for (const [preset, config] of Object.entries(file.value)) {
        const checked = checkSchema(schema, config, [preset]);
        issues.push(...checked.issues.map((issue) => source.locate(issue)));
        if ('value' in checked) presets.set(preset, deepFreeze(checked.value));
      }
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      issues.push(...error.issues);
    }
    return presets;
  }

  const presets: Presets = {
    dir,
    registries,
    architectures: load('architectures', registries.architecture),
    methods: load('methods', registries.method),
    tasks: load('tasks', registries.task),
    strategies: load('strategies', registries.strategy),
    train: load('train', registries.train),
  };
  if (issues.length > 0) throw new ConfigError(issues);
  return presets;
}
