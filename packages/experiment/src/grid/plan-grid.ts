/** Plans all runs of a grid: what they cost, and whether their settings can work together. */
import { StrategyError } from '@dsrnn/continual';
import { SettingError } from '@dsrnn/core';
import { listedAt } from '../declare/listed-at.ts';
import { runProblem } from '../declare/checks/run-limits.ts';
import { ConfigError, type ConfigIssue } from '../declare/config-error.ts';
import type { GridRun } from './expand-grid.ts';
import type { LoadedExperiment } from '../declare/load-experiment.ts';
import type { RunPlan } from '../spec/registries.ts';
import type { FieldPath } from '../declare/yaml/yaml-source.ts';

type Planned = Pick<LoadedExperiment, 'config' | 'locate' | 'registries'>;

/**
 * Plan of each run by its key. Throws ConfigError, with every problem once, when settings that are sound by themselves
 * cannot work together, as a router that waits for more steps than the task has; when no machine could compute a run; and
 * when a cell is too small for the sparsity. The line is that of the entry to change.
 */
export function planGrid(experiment: Planned, runs: readonly GridRun[]): ReadonlyMap<string, RunPlan> {
  const plans = new Map<string, RunPlan>();
  const issues = new Map<string, ConfigIssue>();
  for (const run of runs) {
    const { key, spec, labels } = run;
    const of = `(${labels.architecture}, method ${labels.method} on ${labels.task})`;
    const refuse = (at: FieldPath, message: string, path?: string): void => {
      const issue = experiment.locate({ path: at, message });
      // One fault shows in many runs.
      if (!issues.has(message)) {
        issues.set(message, { ...issue, path: path ?? issue.path, message: `${message} ${of}` });
      }
    };
    try {
      const plan = experiment.registries.plan(spec);
      plans.set(key, plan);
      const problem = runProblem(spec, plan);
      if (problem !== null) refuse(placeOf(problem.field, run, experiment), problem.message);
    } catch (error) {
      if (!(error instanceof SettingError) && !(error instanceof StrategyError)) throw error;
      const part = error.path.startsWith('strategy') ? 'strategy' : 'method';
      refuse(placeOf(part, run, experiment), error.problem, error.path);
    }
  }
  if (issues.size > 0) throw new ConfigError([...issues.values()]);
  return plans;
}

const lists = { architecture: 'architectures', method: 'methods', strategy: 'strategies' } as const;

/** Where a profile that lists the run's entry says so. */
function placeOf(
  part: 'architecture' | 'method' | 'strategy' | 'sparsity' | 'train',
  { labels, spec }: GridRun,
  { config }: Planned,
): FieldPath {
  for (const [name, profile] of Object.entries(config.profiles)) {
    if (profile === undefined) continue;
    const path = ['profiles', name];
    if (part === 'train') return [...path, 'train'];
    const at =
      part === 'sparsity'
        ? listedAt(profile, 'sparsity', spec.sparsity)
        : listedAt(profile, lists[part], labels[part] ?? '');
    if (at !== null) return [...path, ...at];
  }
  return [];
}
