/** The tasks. A new one is a new file and one entry of `tasks`; config union, lookup and digests follow from it. */
import { z } from 'zod';
import type { DataAccess } from '../data-access.ts';
import type { Dataset } from '../dataset.ts';
import { TaskError } from '../errors.ts';
import { sha256 } from '../sha256.ts';
import { findSource, sourceDigest } from '../sources/registry.ts';
import { adding } from './adding.ts';
import { cifar } from './cifar.ts';
import { copyMemory } from './copy-memory.ts';
import { digits } from './digits.ts';
import { earthOrientation } from './earth-orientation.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { gene } from './gene.ts';
import { grasshopper } from './grasshopper.ts';
import { halfCheetah } from './half-cheetah.ts';
import { hanzi } from './hanzi.ts';
import { languageId } from './language-id.ts';
import { listops } from './listops.ts';
import { mnist } from './mnist.ts';
import type { TaskDefinition } from './task-definition.ts';
import { uciHar } from './uci-har.ts';

/** Every task. */
export const tasks = [
  digits,
  fashionMnist,
  adding,
  copyMemory,
  listops,
  hanzi,
  languageId,
  gene,
  grasshopper,
  earthOrientation,
  mnist,
  halfCheetah,
  uciHar,
  cifar,
] as const;

type ConfigSchemas<Definitions extends readonly { readonly config: unknown }[]> = {
  [Index in keyof Definitions]: Definitions[Index]['config'];
};

/** Config of any task, told apart by `kind`. Fills in the defaults. */
export const taskConfig = z.discriminatedUnion(
  'kind',
  tasks.map((task) => task.config) as unknown as ConfigSchemas<typeof tasks>,
);
export type TaskConfig = z.output<typeof taskConfig>;

/** A definition whose methods take the config of any task; look it up by that config's own kind. */
export type AnyTaskDefinition = TaskDefinition<TaskConfig>;

/** The task of this kind. Throws TaskError that lists the known kinds. */
export function taskDefinition(kind: string): AnyTaskDefinition {
  const definitions: readonly AnyTaskDefinition[] = tasks;
  const definition = definitions.find((candidate) => candidate.kind === kind);
  if (definition === undefined) {
    const known = tasks.map((task) => task.kind).join(', ');
    throw new TaskError('task.kind', `unknown '${kind}'; known: ${known}`);
  }
  return definition;
}

/**
 * What identifies the data of a task: source id to SHA-256 of its pinned files, or, for a generated task,
 * `generated:<kind>` to SHA-256 of the text `<kind> <generator version>`. Reads no file.
 */
export function dataDigests(config: TaskConfig): Record<string, string> {
  const task = taskDefinition(config.kind);
  const { kind, generatorVersion } = task;
  const generated: [string, string][] =
    generatorVersion === undefined ? [] : [[`generated:${kind}`, sha256(`${kind} ${generatorVersion}`)]];
  const read = task.sources(config).map((id): [string, string] => [id, sourceDigest(findSource(id))]);
  return Object.fromEntries([...generated, ...read]);
}

/**
 * Loads a task's data. The same config gives the same bits on every machine.
 * Throws TaskError if the config asks for more than the data holds, DatasetError if the data cannot be had or is corrupt.
 */
export async function loadTask(config: TaskConfig, access: DataAccess): Promise<Dataset> {
  return taskDefinition(config.kind).load(config, access);
}
