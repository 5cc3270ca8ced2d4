/** The key of a task's data. */
import { dataDigests, taskConfig, taskVersions, type TaskConfig } from '@dsrnn/datasets';
import { digestOf } from '@dsrnn/records';
import type { z } from 'zod';
import type { Kinded } from '../spec/registries.ts';
import { raised } from './raised.ts';
import { withoutDefaults } from './without-defaults.ts';

/** A task in normal form. */
export function taskForm(task: Kinded): Kinded {
  return withoutDefaults(taskConfig as z.ZodType<Kinded>, task);
}

/** Same key, same examples: SHA-256 over the task in normal form, the digests of its data and the versions behind them. */
export function taskKey(task: TaskConfig): string {
  return digestOf({
    task: taskForm(task),
    data: dataDigests(task),
    versions: raised(taskVersions(task)),
  });
}
