/** Builds a profile from what its file says and the entries that its names stand for. */
import { uniqueBy } from '@dsrnn/portable';
import type { Kinded } from '../spec/registries.ts';
import { learnedTasks } from './blocks.ts';
import type { BlockConfig, ProfileConfig } from './experiment-config.ts';
import { entryLists, type ListEntries, type ProfileEntries } from './resolve-entries.ts';
import type { Labelled, ResolvedBlock, ResolvedLists, ResolvedProfile } from './resolved-profile.ts';
import { rateGrid, recipesBetween } from './rate-grid.ts';

/** The profile; its config is sound, and `missingLists` finds none missing. */
export function resolveProfile(config: ProfileConfig, entries: ProfileEntries): ResolvedProfile {
  const [train, ...others] = entries.recipes;
  const rates = Array.isArray(config.tune)
    ? undefined
    : rateGrid(config.tune.learningRate, train!, config.tune.seeds);
  const own = listsOf(config, entries.own);
  const blocks = (config.blocks ?? [{}]).map((block, i): ResolvedBlock => {
    const lists = { ...own, ...listsOf(block, entries.blocks[i]) } as ResolvedLists;
    return block.recipes === undefined ? lists : { ...lists, recipes: block.recipes };
  });
  return {
    ...joined([own, ...blocks]),
    learned: uniqueBy([{ tasks: [], ...own }, ...blocks].flatMap(learnedTasks), ({ task, strategy }) =>
      JSON.stringify([task.label, strategy?.label]),
    ),
    blocks,
    train: train!.config,
    recipes: rates === undefined ? [train!, ...others] : recipesBetween(rates, 0, rates.start.length - 1),
    ...(rates === undefined ? {} : { rates }),
    probes: entries.probes,
  };
}

/** The lists that a profile or a block names. */
function listsOf(
  config: BlockConfig | ProfileConfig,
  entries: ListEntries | undefined,
): Partial<ResolvedLists> {
  return Object.fromEntries([
    ...entryLists.filter((list) => config[list] !== undefined).map((list) => [list, entries?.[list]]),
    ...(['sparsity', 'seeds'] as const)
      .filter((list) => config[list] !== undefined)
      .map((list) => [list, config[list]]),
  ]) as Partial<ResolvedLists>;
}

/** Everything that some lists have, once, in the order in which they name it. */
function joined(all: readonly Partial<ResolvedLists>[]): ResolvedLists {
  const entries = (list: (typeof entryLists)[number]): Labelled<Kinded>[] =>
    uniqueBy(
      all.flatMap((lists) => lists[list] ?? []),
      ({ label }) => label,
    );
  const numbers = (list: 'sparsity' | 'seeds'): number[] => [
    ...new Set(all.flatMap((lists) => lists[list] ?? [])),
  ];
  const strategies = entries('strategies');
  return {
    architectures: entries('architectures'),
    methods: entries('methods'),
    sparsity: numbers('sparsity'),
    tasks: entries('tasks'),
    ...(strategies.length === 0 ? {} : { strategies }),
    seeds: numbers('seeds'),
  };
}
