/** What the probe `interference` finds, made up: plausible numbers that obey theorem T1. Not results of anything. */
import { createRng } from '@dsrnn/portable';
import type { GradientPair, Observation } from '@dsrnn/records';

const GROUPS = ['wx', 'wh', 'core', 'head'];
const MATRICES = ['wx', 'wh'];

/** The observations with measures and details of the probe in every completed run. */
export function withInterference(observations: readonly Observation[], pairCount = 20): Observation[] {
  return observations.map((run) => {
    if (run.score === null) return run;
    const rng = createRng(11).fork(run.key);
    const spread = run.method === 'ds' ? 0.6 : 1 - 0.3 * run.sparsity;
    const pairs = (): GradientPair[] =>
      Array.from({ length: pairCount }, () => {
        const bound = Math.round(1e4 * spread * (1 - 0.4 * rng.uniform())) / 1e4;
        const cosine = Math.round(1e4 * bound * (2 * rng.uniform() - 1)) / 1e4;
        return { a: 0, b: 1, cosine, bound, overlap: bound / 2 };
      });
    const groups = MATRICES.map((group) => ({ group, examples: pairs(), classes: pairs().slice(0, 3) }));
    const measures = GROUPS.flatMap((group): [string, number][] => {
      const bound = spread * (1 - 0.1 * rng.uniform());
      return [
        [`interference.${group}-cosine`, 0.1 * bound],
        [`interference.${group}-abs-cosine`, 0.4 * bound],
        [`interference.${group}-bound`, bound],
        [`interference.${group}-overlap`, 0.5 * bound],
        [`interference.${group}-kappa`, 2.5],
        [`interference.${group}-conflict`, 0.2 + 0.2 * rng.uniform()],
        [`interference.${group}-violations`, 0],
      ];
    });
    return {
      ...run,
      measures: {
        ...run.measures,
        'interference.pairs': 11175,
        'interference.wh-step-violations': 0,
        ...Object.fromEntries(measures),
      },
      details: { ...run.details, interference: { groups } },
    };
  });
}
