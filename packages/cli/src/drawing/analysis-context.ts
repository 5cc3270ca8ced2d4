/** What the analysis must know of an experiment: names in their order, the plan, and scores of guessing. */
import type { AnalysisContext, Floor } from '@dsrnn/analysis';
import type { DataAccess } from '@dsrnn/datasets';
import type { GridRun, LoadedExperiment } from '@dsrnn/experiment';

/** Level of every interval that is drawn. */
const CONFIDENCE = 0.95;

/** The context for `runs`, which are expected whether they have results or not. Throws DatasetError. */
export async function analysisContext(
  experiment: LoadedExperiment,
  profile: string,
  runs: readonly GridRun[],
  access: DataAccess,
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
    expected: runs.map(({ labels, spec }) => ({ ...labels, sparsity: spec.sparsity, seed: spec.seed })),
    floors: await floorsOf(runs, access),
    confidence: CONFIDENCE,
  };
}

/** The first method that is not sparse; without one, the first method. */
function referenceOf({ registries }: LoadedExperiment, runs: readonly GridRun[]): string {
  const dense = runs.find(({ spec }) => !registries.isSparse(spec.method.kind));
  return (dense ?? runs[0])?.labels.method ?? '';
}

/** They are facts of the test data, so the data must be there: it is loaded once a task. */
async function floorsOf(runs: readonly GridRun[], access: DataAccess): Promise<Floor[]> {
  const { loadTask, taskConfig } = await import('@dsrnn/datasets');
  const tasks = new Map(runs.map(({ labels, spec }) => [labels.task, spec.task]));
  const floors = await Promise.all(
    [...tasks].map(async ([task, config]) => {
      const dataset = await loadTask(taskConfig.parse(config), access);
      return dataset.floors.map(({ name, score }) => ({ task, label: name, score }));
    }),
  );
  return floors.flat();
}
