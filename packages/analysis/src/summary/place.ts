/** Places of the grid: what runs of several seeds share. */
import type { GridSlot } from '../context.ts';

/** A model on a task. */
export type Place = Pick<GridSlot, 'architecture' | 'method' | 'sparsity' | 'task'>;

/** A place as text, for maps. */
export function placeId({ architecture, method, sparsity, task }: Place): string {
  return JSON.stringify([architecture, method, sparsity, task]);
}

/** Whether two are at one place. */
export function isAt(one: Place, place: Place): boolean {
  return (
    one.architecture === place.architecture &&
    one.method === place.method &&
    one.sparsity === place.sparsity &&
    one.task === place.task
  );
}

/** The runs at a place, by seed, ascending. */
export function runsAt<Run extends GridSlot>(runs: readonly Run[], place: Place): Run[] {
  return runs.filter((run) => isAt(run, place)).sort((a, b) => a.seed - b.seed);
}

/** What methods are compared on: architecture and task as text. */
export function groupOf({ architecture, task }: Pick<Place, 'architecture' | 'task'>): string {
  return `${architecture}/${task}`;
}
