/** Whether a claim will have anything to compare: runs of both sides, after exclusions, in some profile. */
import type { Side } from '@dsrnn/records';
import { ConfigError } from '../config-error.ts';
import type { GridRun } from '../expand-grid.ts';
import type { LoadedExperiment } from '../load-experiment.ts';

/**
 * Throws ConfigError for every claim of which no profile has runs of both sides, on the architectures, tasks and
 * strategies that it names. `grids`: the runs of every profile.
 */
export function requireClaimRuns(
  { claims, locate }: Pick<LoadedExperiment, 'claims' | 'locate'>,
  grids: readonly (readonly GridRun[])[],
): void {
  const issues = claims.flatMap((claim, i) => {
    const about = (runs: readonly GridRun[], side: Side): boolean =>
      runs.some(
        ({ labels, spec }) =>
          labels.method === side.label &&
          spec.sparsity === side.sparsity &&
          (side.strategy === undefined || side.strategy === labels.strategy) &&
          (claim.architectures?.includes(labels.architecture) ?? true) &&
          (claim.tasks?.includes(labels.stream) ?? true) &&
          (claim.strategies?.includes(labels.strategy ?? '') ?? true),
      );
    const { treatment, reference } = claim;
    const decided = grids.some(
      (runs) => about(runs, treatment) && ('value' in reference || about(runs, reference)),
    );
    if (decided) return [];
    const message =
      'no profile has runs of both sides on the architectures, tasks and strategies that it names, after the exclusions';
    return [locate({ path: ['claims', i], message })];
  });
  if (issues.length > 0) throw new ConfigError(issues);
}
