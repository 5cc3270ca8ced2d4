/** What was spent on each method, the recipes that were not chosen included. */
import type { TuningCost } from '@dsrnn/analysis';
import type { GridRun, LoadedExperiment } from '@dsrnn/experiment';

/** Runs and planned work by method, in the order of `methods`. Seeds and learning rates of a place cost the same. */
export function tuningCosts(
  { registries }: Pick<LoadedExperiment, 'registries'>,
  methods: readonly { readonly label: string }[],
  runs: readonly GridRun[],
): TuningCost[] {
  const plans = new Map<string, number>();
  const costs = new Map<string, TuningCost>();
  for (const { spec, labels } of runs) {
    const { architecture, task, method } = labels;
    const recipe = { ...spec.train, learningRate: null };
    const kind = JSON.stringify([architecture, task, method, spec.sparsity, recipe]);
    const macs = plans.get(kind) ?? registries.plan(spec).trainMacs;
    plans.set(kind, macs);
    const { runs: before, macs: spent } = costs.get(method) ?? { runs: 0, macs: 0 };
    costs.set(method, { method, runs: before + 1, macs: spent + macs });
  }
  // A run of several labels is called by all of them: `ds = ds-again`.
  const place = ({ method }: TuningCost): number =>
    methods.findIndex(({ label }) => method === label || method.startsWith(`${label} = `));
  return [...costs.values()].sort((a, b) => place(a) - place(b));
}
