/** Plans all runs of a grid: what they cost, and whether their settings can work together. */
import { StrategyError } from '@dsrnn/continual';
import { SettingError } from '@dsrnn/core';
import { ConfigError } from './config-error.ts';
import type { GridRun } from './expand-grid.ts';
import type { LoadedExperiment } from './load-experiment.ts';
import type { RunPlan } from './registries.ts';

/**
 * Plan of each run by its key. Throws ConfigError that names the preset and the field when settings that are sound by
 * themselves cannot work together, as a router that waits for more steps than the task has.
 */
export function planGrid(
  { file, registries }: Pick<LoadedExperiment, 'file' | 'registries'>,
  runs: readonly GridRun[],
): ReadonlyMap<string, RunPlan> {
  const plans = new Map<string, RunPlan>();
  for (const { key, spec, labels } of runs) {
    try {
      plans.set(key, registries.plan(spec));
    } catch (error) {
      if (!(error instanceof SettingError) && !(error instanceof StrategyError)) throw error;
      const message = `${error.problem} (method ${labels.method} on ${labels.task})`;
      throw new ConfigError([{ file, line: null, path: error.path, message }]);
    }
  }
  return plans;
}
