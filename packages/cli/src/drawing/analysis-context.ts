/** What the analysis must know of an experiment: names in their order, the plan, and scores of guessing. */
import type { AnalysisContext, Floor, GridSlot, RecipeChoice, TuningCost } from '@dsrnn/analysis';
import type { DataAccess, DatasetError } from '@dsrnn/datasets';
import type { GridRun, LoadedExperiment } from '@dsrnn/experiment';
import type { TimesRecord } from '@dsrnn/records';

/** Level of every interval that is drawn. */
const CONFIDENCE = 0.95;

/**
 * The context for `runs`, which are expected whether they have results or not, one for each place and seed whatever the
 * number of recipes. A task whose data is not on this
 * machine has no scores of guessing: `onMissingData` is told, and may throw.
 */
export async function analysisContext(
  experiment: LoadedExperiment,
  profile: string,
  runs: readonly GridRun[],
  choices: readonly RecipeChoice[],
  tuningCosts: readonly TuningCost[],
  times: TimesRecord | null,
  access: DataAccess,
  onMissingData: (task: string, error: DatasetError) => void,
): Promise<AnalysisContext> {
  const distinct = (name: (run: GridRun) => string): string[] => [...new Set(runs.map(name))];
  return {
    experiment: experiment.id,
    profile,
    sparsityOf: experiment.sparsityOf,
    reference: referenceOf(experiment, runs),
    architectures: distinct(({ labels }) => labels.architecture),
    methods: distinct(({ labels }) => labels.method),
    tasks: distinct(({ labels }) => labels.task),
    expected: slotsOf(runs),
    choices,
    tuningCosts,
    classNames: await classNamesOf(runs),
    times,
    floors: await floorsOf(runs, access, onMissingData),
    confidence: CONFIDENCE,
  };
}

function slotsOf(runs: readonly GridRun[]): GridSlot[] {
  const slots = runs.map(({ labels: { architecture, method, task }, spec: { sparsity, seed } }): GridSlot => {
    return { architecture, method, sparsity, task, seed };
  });
  return [...new Map(slots.map((slot) => [JSON.stringify(Object.values(slot)), slot])).values()];
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

/** They are facts of the test data, so the data is loaded, once a task whatever the number of strategies. */
async function floorsOf(
  runs: readonly GridRun[],
  access: DataAccess,
  onMissingData: (task: string, error: DatasetError) => void,
): Promise<Floor[]> {
  const { DatasetError, loadTask, taskConfig } = await import('@dsrnn/datasets');
  const streams = new Map(runs.map(({ labels, spec }) => [labels.stream, spec.task]));
  const floors: Floor[] = [];
  for (const [stream, config] of streams) {
    const tasks = new Set(
      runs.filter(({ labels }) => labels.stream === stream).map(({ labels }) => labels.task),
    );
    try {
      const dataset = await loadTask(taskConfig.parse(config), access);
      for (const task of tasks) {
        floors.push(
          ...dataset.floors.map(({ name, note: _, ...floor }) => ({ task, label: name, ...floor })),
        );
      }
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      onMissingData(stream, error);
    }
  }
  return floors;
}
