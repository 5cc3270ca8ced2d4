/** Loads an experiment: reads the file, resolves its presets, checks everything, and reports all problems at once. */
import { basename, dirname, resolve } from 'node:path';
import { digestOf, type Claim, type SparsityUnit } from '@dsrnn/records';
import { z } from 'zod';
import { backendIssues, type BackendChoice } from './backend-choice.ts';
import { checkExperiment } from './check-experiment.ts';
import { checkSchema } from './check-schema.ts';
import { missingLists } from './checks/missing-lists.ts';
import { ConfigError, type ConfigIssue } from './config-error.ts';
import { deepFreeze } from './deep-freeze.ts';
import { experimentConfig, type ExperimentConfig } from './experiment-config.ts';
import type { Presets } from './presets.ts';
import type { Registries } from '../spec/registries.ts';
import { wordRemoved } from './removed-fields.ts';
import { resolveEntries } from './resolve-entries.ts';
import { resolveProfile } from './resolve-profile.ts';
import type { ResolvedProfile } from './resolved-profile.ts';
import { readYaml, type FieldIssue } from './yaml/yaml-source.ts';

/** A checked experiment, frozen. */
export interface LoadedExperiment {
  readonly id: string;
  readonly title: string;
  readonly claim: string;
  readonly file: string;
  /** Gives a problem of a field of the file its line. */
  readonly locate: (issue: FieldIssue) => ConfigIssue;
  /** The file as written, defaults filled in, presets by name. */
  readonly config: ExperimentConfig;
  /** SHA-256 over the experiment and the presets that it uses. */
  readonly digest: string;
  /** Names of its profiles, the cheapest first. */
  readonly profiles: readonly string[];
  readonly resolved: Readonly<Record<string, ResolvedProfile>>;
  readonly backend: string;
  /** The one that the file names, or the backend's own. */
  readonly engine: string;
  readonly sparsityOf: SparsityUnit;
  /** Label of the method that the others are compared with, if the file names one. */
  readonly reference: string | undefined;
  readonly claims: readonly Claim[];
  readonly tables: readonly string[];
  readonly figures: readonly string[];
  readonly registries: Registries;
}

/** Throws ConfigError with every problem found, each as `file:line: field: message`. */
export function loadExperiment(file: string, presets: Presets): LoadedExperiment {
  const source = readYaml(file);
  const issues: FieldIssue[] = [];
  const checked = checkSchema(experimentConfig, source.value);
  issues.push(...checked.issues.map(wordRemoved), ...missingLists(source.value));
  const profiles = resolveEntries(source.value, presets, issues);
  issues.push(...backendIssues(namedIn(source.value), presets.registries));
  const fail = (): never => {
    throw new ConfigError(issues.map((issue) => source.locate(issue)));
  };
  if (!('value' in checked)) return fail();

  const config = checked.value;
  const folder = basename(dirname(resolve(file)));
  if (config.id !== folder) {
    issues.push({
      path: ['id'],
      message: `is "${config.id}", but the folder is "${folder}": make them equal`,
    });
  }
  if (issues.length > 0) return fail();

  const resolved: Record<string, ResolvedProfile> = {};
  for (const [name, profile] of Object.entries(config.profiles)) {
    if (profile !== undefined) resolved[name] = resolveProfile(profile, profiles[name]!);
  }
  issues.push(...checkExperiment(config, resolved, presets.registries));
  if (issues.length > 0) return fail();

  const { id, title, claim, backend, sparsityOf, reference, claims, tables, figures } = config;
  return Object.freeze({
    id,
    title,
    claim,
    file,
    locate: source.locate,
    config: deepFreeze(config),
    digest: digestOf({ ...config, profiles: resolved }),
    profiles: Object.keys(resolved),
    resolved: deepFreeze(resolved),
    backend,
    engine: config.engine ?? presets.registries.defaultEngine(backend),
    sparsityOf,
    reference,
    claims,
    tables,
    figures,
    registries: presets.registries,
  });
}

const { backend: backendField, engine: engineField } = experimentConfig.shape;
const namesOnly = z.looseObject({
  backend: backendField.catch(backendField.parse(undefined)),
  engine: engineField.catch(undefined),
});

/** What a file says of backend and engine, where it is text; checked even if the rest of the file is wrong. */
function namedIn(experiment: unknown): BackendChoice {
  return namesOnly.safeParse(experiment).data ?? {};
}
