/** All that can be trained on: plain tasks, families, and streams of plain tasks. Config union, lookup, digests and loading. */
import { configUnion, versionOf, type Versions } from '@dsrnn/portable';
import type { z } from 'zod';
import type { DataAccess } from './data-access.ts';
import type { Dataset } from './dataset.ts';
import { TaskError } from './errors.ts';
import { families } from './families/registry.ts';
import { requireFinite } from './require-finite.ts';
import { sha256 } from './sha256.ts';
import { findSource, sourceDigest } from './sources/registry.ts';
import { streams } from './streams/registry.ts';
import { tasks } from './tasks/registry.ts';
import type { TaskDefinition } from './tasks/task-definition.ts';

/** Every task of any sort. */
export const taskDefinitions = [...tasks, ...families, ...streams] as const;

/** Config of any task, told apart by `kind`. Fills in the defaults. */
export const taskConfig = configUnion(taskDefinitions);
export type TaskConfig = z.output<typeof taskConfig>;

/** A definition whose methods take the config of any task; look it up by that config's own kind. */
export type AnyTaskDefinition = TaskDefinition<TaskConfig>;

/** The task of this kind. Throws TaskError that lists the known kinds. */
export function taskDefinition(kind: string): AnyTaskDefinition {
  const definitions: readonly AnyTaskDefinition[] = taskDefinitions;
  const definition = definitions.find((candidate) => candidate.kind === kind);
  if (definition === undefined) {
    const known = taskDefinitions.map((task) => task.kind).join(', ');
    throw new TaskError('task.kind', `unknown '${kind}'; known: ${known}`);
  }
  return definition;
}

/**
 * What identifies the data of a task: source id to SHA-256 of its pinned files, and, for a task that is generated or
 * made of another, `generated:<kind>` to SHA-256 of the text `<kind> <version>`. A task made of another has the
 * digests of that one too. Reads no file.
 */
export function dataDigests(config: TaskConfig): Record<string, string> {
  const task = taskDefinition(config.kind);
  const { kind, version } = task;
  const sources = task.sources(config);
  const generated: [string, string][] =
    sources.length === 0 || 'of' in config ? [[`generated:${kind}`, sha256(`${kind} ${version}`)]] : [];
  const read = sources.map((id): [string, string] => [id, sourceDigest(findSource(id))]);
  const wrapped = 'of' in config ? dataDigests(config.of) : {};
  return { ...Object.fromEntries([...generated, ...read]), ...wrapped };
}

/** Versions of the definitions that the data of a task come from: its own, and that of the task that it is made of. */
export function taskVersions(config: TaskConfig): Versions {
  const wrapped = 'of' in config ? taskVersions(config.of) : {};
  return { ...versionOf('task', taskDefinition(config.kind)), ...wrapped };
}

/**
 * Loads a task's data. The same config gives the same bits on every machine.
 * Throws TaskError if the config asks for more than the data holds, DatasetError if the data cannot be had, is corrupt or
 * has a number that is NaN or infinite.
 */
export async function loadTask(config: TaskConfig, access: DataAccess): Promise<Dataset> {
  return loadFinite(taskDefinition(config.kind), config, access);
}

/** Loads the data of a task and refuses what is not finite; see `loadTask`. */
export async function loadFinite(
  task: Pick<AnyTaskDefinition, 'kind' | 'sources' | 'load'>,
  config: TaskConfig,
  access: DataAccess,
): Promise<Dataset> {
  const dataset = await task.load(config, access);
  const sources = task.sources(config);
  requireFinite(sources.length === 0 ? `generated:${task.kind}` : sources.join(', '), dataset);
  return dataset;
}
