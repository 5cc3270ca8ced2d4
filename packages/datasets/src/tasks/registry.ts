/**
 * The tasks that wrap no other task. A new one is a new file and one entry of `tasks`; config union, lookup and digests
 * follow from it, in ../registry.ts.
 */
import { configUnion } from '@dsrnn/portable';
import type { z } from 'zod';
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
import { speechCommands } from './speech-commands.ts';
import type { TaskDefinition } from './task-definition.ts';
import { uciHar } from './uci-har.ts';

/** Every task that wraps no other. */
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
  speechCommands,
] as const;

/** Config of any of these tasks, told apart by `kind`. Fills in the defaults. */
export const plainTaskConfig = configUnion(tasks);
export type PlainTaskConfig = z.output<typeof plainTaskConfig>;

/** The task that a parsed config is of. */
export function plainTask(config: PlainTaskConfig): TaskDefinition<PlainTaskConfig> {
  const definitions: readonly TaskDefinition<PlainTaskConfig>[] = tasks;
  return definitions.find(({ kind }) => kind === config.kind)!;
}
