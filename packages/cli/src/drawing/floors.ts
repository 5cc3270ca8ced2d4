/** Scores of guessing: from the data where they are at hand, else from the committed results. */
import type { Floor } from '@dsrnn/analysis';
import type { DataAccess, DatasetError } from '@dsrnn/datasets';
import type { GridRun } from '@dsrnn/experiment';
import type { TaskFloors } from '@dsrnn/records';

/**
 * Floors of every task or stream of `runs`, in the order in which they come. They are facts of the test data, so the data
 * is loaded, once a task whatever the number of strategies; where it is not on this machine, `committed` floors of the same
 * task and data stand in. Where these lack it too, the task has none: `onMissingData` is told, and may throw.
 */
export async function floorsOf(
  runs: readonly GridRun[],
  committed: readonly TaskFloors[],
  access: DataAccess,
  onMissingData: (task: string, error: DatasetError) => void,
): Promise<TaskFloors[]> {
  const { DatasetError, loadTask, taskConfig } = await import('@dsrnn/datasets');
  const { taskKey } = await import('@dsrnn/experiment');
  const floors: TaskFloors[] = [];
  for (const [task, spec] of new Map(runs.map(({ labels, spec }) => [labels.stream, spec.task]))) {
    const config = taskConfig.parse(spec);
    const key = taskKey(config);
    try {
      const dataset = await loadTask(config, access);
      floors.push({
        task,
        key,
        scores: dataset.floors.map(({ name, note: _, ...floor }) => ({ label: name, ...floor })),
      });
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      const known = committed.find((one) => one.key === key);
      if (known === undefined) onMissingData(task, error);
      else floors.push({ task, key, scores: known.scores });
    }
  }
  return floors;
}

/** The floors by the tasks that are shown: those of a stream hold for each of its tasks. */
export function floorsByTask(runs: readonly GridRun[], floors: readonly TaskFloors[]): Floor[] {
  return floors.flatMap(({ task: stream, scores }) => {
    const tasks = runs.filter(({ labels }) => labels.stream === stream).map(({ labels }) => labels.task);
    return [...new Set(tasks)].flatMap((task) => scores.map((floor) => ({ task, ...floor })));
  });
}
