/** What the analysis must know of an experiment: names in their order, the plan, and scores of guessing. */
import type { AnalysisContext, Floor, GridSlot, RecipeChoice, TuningCost } from '@dsrnn/analysis';
import type { GridRun, LoadedExperiment } from '@dsrnn/experiment';
import type { TimesRecord } from '@dsrnn/records';

/** Level of every interval that is drawn. */
const CONFIDENCE = 0.95;

/**
 * The context for `runs`, which are expected whether they have results or not, one for each place and seed whatever the
 * number of recipes; seeds that follow once their place is tuned are expected, too.
 */
export async function analysisContext(
  experiment: LoadedExperiment,
  profile: string,
  runs: readonly GridRun[],
  choices: readonly RecipeChoice[],
  tuningCosts: readonly TuningCost[],
  times: TimesRecord | null,
  floors: readonly Floor[],
): Promise<AnalysisContext> {
  const { measureOf, profileOf, taskLabel } = await import('@dsrnn/experiment');
  const grid = profileOf(experiment, profile);
  const present = (names: readonly string[], of: (run: GridRun) => string): string[] => {
    const there = new Set(runs.map(of));
    return names.filter((name) => there.has(name));
  };
  return {
    experiment: experiment.id,
    profile,
    sparsityOf: experiment.sparsityOf,
    reference: referenceOf(experiment, runs),
    architectures: present(labelsOf(grid.architectures), ({ labels }) => labels.architecture),
    methods: present(labelsOf(grid.methods), ({ labels }) => labels.method),
    tasks: present(grid.learned.map(taskLabel), ({ labels }) => labels.task),
    budgets: budgetsOf(runs),
    measureOf: (measure, metric) => measureOf(measure, metric, experiment.registries),
    expected: slotsOf(runs),
    choices,
    tuningCosts,
    classNames: await classNamesOf(runs),
    times,
    floors,
    confidence: CONFIDENCE,
  };
}

function labelsOf(entries: readonly { readonly label: string }[]): string[] {
  return entries.map(({ label }) => label);
}

function slotsOf(runs: readonly GridRun[]): GridSlot[] {
  const slots = runs.flatMap(
    ({ labels: { architecture, method, task }, spec: { sparsity, seed }, followers }): GridSlot[] =>
      [seed, ...followers].map((one) => ({ architecture, method, sparsity, task, seed: one })),
  );
  return [...new Map(slots.map((slot) => [JSON.stringify(Object.values(slot)), slot])).values()];
}

/** The methods whose configuration names the MACs to match. */
function budgetsOf(runs: readonly GridRun[]): AnalysisContext['budgets'] {
  return Object.fromEntries(
    runs.flatMap(({ labels, spec: { method } }) => {
      const budget = 'budget' in method ? method['budget'] : undefined;
      return budget === 'core' || budget === 'total' ? [[labels.method, budget]] : [];
    }),
  );
}

/** The method that the experiment names, else the first that is not sparse; without one, the first method. */
function referenceOf({ registries, reference }: LoadedExperiment, runs: readonly GridRun[]): string {
  if (reference !== undefined && runs.some(({ labels }) => labels.method === reference)) return reference;
  const dense = runs.find(({ spec }) => !registries.isSparse(spec.method.kind));
  return (dense ?? runs[0])?.labels.method ?? '';
}

/** What tasks call their classes, by label. */
async function classNamesOf(runs: readonly GridRun[]): Promise<AnalysisContext['classNames']> {
  const { taskConfig, taskDefinition } = await import('@dsrnn/datasets');
  const configs = new Map(runs.map(({ labels, spec }) => [labels.task, spec.task]));
  return Object.fromEntries(
    [...configs].flatMap(([task, declared]) => {
      const config = taskConfig.parse(declared);
      const names = taskDefinition(config.kind).classNames?.(config);
      return names === undefined ? [] : [[task, names]];
    }),
  );
}
