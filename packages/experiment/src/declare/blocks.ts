/** Membership of the cross products that make up a grid. */
import { fitsSparsity } from './checks/sparsity-of-methods.ts';
import type { Registries } from '../spec/registries.ts';
import type { LearnedTask, ResolvedBlock, ResolvedLists } from './resolved-profile.ts';

/** What is trained at a place of the grid, before a recipe and a seed. */
export interface Trained extends LearnedTask {
  readonly architecture: ResolvedLists['architectures'][number];
  readonly method: ResolvedLists['methods'][number];
  readonly sparsity: number;
}

/** Every place of some lists, in their order: dense methods at sparsity 0 only, sparse ones above it. */
export function placesIn(
  { architectures, methods, sparsity }: ResolvedLists,
  learned: readonly LearnedTask[],
  registries: Registries,
): Trained[] {
  return architectures.flatMap((architecture) =>
    learned.flatMap((task) =>
      methods.flatMap((method) =>
        sparsity
          .filter((s) => fitsSparsity(method, s, registries))
          .map((s) => ({ architecture, ...task, method, sparsity: s })),
      ),
    ),
  );
}

/** Every task of some lists with every strategy of theirs. */
export function learnedTasks({
  tasks,
  strategies,
}: Pick<ResolvedLists, 'tasks' | 'strategies'>): LearnedTask[] {
  return tasks.flatMap((task) => (strategies ?? [null]).map((strategy) => ({ task, strategy })));
}

/** What tables call it: `<task>/<strategy>` where there is a strategy. */
export function taskLabel({ task, strategy }: LearnedTask): string {
  return strategy === null ? task.label : `${task.label}/${strategy.label}`;
}

/** Whether a block has a place. */
export function hasPlace(
  block: ResolvedBlock,
  { architecture, task, strategy, method, sparsity }: Trained,
): boolean {
  return (
    lists(block.architectures, architecture) &&
    lists(block.tasks, task) &&
    (strategy === null ? block.strategies === undefined : lists(block.strategies ?? [], strategy)) &&
    lists(block.methods, method) &&
    block.sparsity.includes(sparsity)
  );
}

/** Whether a block that has a place has it with this recipe and this seed. */
export function hasRun({ recipes, seeds }: ResolvedBlock, recipe: string, seed: number): boolean {
  return seeds.includes(seed) && (recipes?.includes(recipe) ?? true);
}

function lists(entries: ResolvedLists['methods'], { label }: ResolvedLists['methods'][number]): boolean {
  return entries.some((entry) => entry.label === label);
}
