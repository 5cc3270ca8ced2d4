/** Whether every block of a profile adds something to its grid, and the grid has all that the profile lists. */
import { hasPlace, hasRun, learnedTasks, placesIn } from '../blocks.ts';
import { neededLists, type ProfileConfig } from '../experiment-config.ts';
import { suggestion } from '../nearest-name.ts';
import type { Registries } from '../../spec/registries.ts';
import type { ResolvedBlock, ResolvedProfile } from '../resolved-profile.ts';
import { under, type FieldIssue } from '../yaml/yaml-source.ts';

/** What is wrong with the blocks of a profile; paths begin there. */
export function blockIssues(
  config: ProfileConfig,
  profile: ResolvedProfile,
  registries: Registries,
): FieldIssue[] {
  if (config.blocks === undefined) return [];
  const found = config.blocks.flatMap((block, i): FieldIssue[] => {
    const path = ['blocks', i];
    if (Object.keys(block).length === 0) {
      return [{ path, message: 'is empty: name the lists in which it differs from the profile' }];
    }
    const wrong = recipeIssues(profile, profile.blocks[i]!);
    if (wrong.length > 0 || !isRepeated(profile, i, registries)) return under([...path, 'recipes'], wrong);
    return [{ path, message: 'adds nothing, for earlier blocks have all of its runs: delete it' }];
  });
  return found.length > 0 ? found : unusedIssues(config, profile);
}

function recipeIssues({ recipes, rates }: ResolvedProfile, block: ResolvedBlock): FieldIssue[] {
  if (block.recipes === undefined) return [];
  if (rates !== undefined) {
    const message =
      'the profile tunes the learning rate, by the same rule at every place, for one that was tried with fewer rates would lose for that: leave the recipes out, or list recipes in tune';
    return [{ path: [], message }];
  }
  const known = recipes.map(({ label }) => label);
  return block.recipes.flatMap((label, i) =>
    known.includes(label)
      ? []
      : [{ path: [i], message: `unknown recipe "${label}"${suggestion(label, known)}` }],
  );
}

/** Whether earlier blocks have every run of block `i`. */
function isRepeated({ blocks, recipes }: ResolvedProfile, i: number, registries: Registries): boolean {
  const block = blocks[i]!;
  const earlier = blocks.slice(0, i);
  const own = block.recipes ?? recipes.map(({ label }) => label);
  const places = i === 0 ? [] : placesIn(block, learnedTasks(block), registries);
  return (
    places.length > 0 &&
    places.every((place) => {
      const others = earlier.filter((other) => hasPlace(other, place));
      return own.every((recipe) =>
        block.seeds.every((seed) => others.some((other) => hasRun(other, recipe, seed))),
      );
    })
  );
}

/** What the profile lists and no block takes, so that it would seem to be run. */
function unusedIssues(config: ProfileConfig, profile: ResolvedProfile): FieldIssue[] {
  const { blocks, recipes } = profile;
  const names = (values: readonly (number | { readonly label: string })[]): (string | number)[] =>
    values.map((value) => (typeof value === 'object' ? value.label : value));
  const unused = [...neededLists, 'strategies' as const].flatMap((list) => {
    const count = config[list]?.length ?? 0;
    // The lists of the profile come first.
    const own = names(profile[list] ?? []).slice(0, count);
    const used = new Set(blocks.flatMap((block) => names(block[list] ?? [])));
    return own.flatMap((value, i) => (used.has(value) ? [] : [{ path: [list, i], value }]));
  });
  const idle = recipes.flatMap(({ label: value }, i) =>
    blocks.every((block) => block.recipes?.includes(value) === false)
      ? [{ path: i === 0 ? ['train'] : ['tune', i - 1], value }]
      : [],
  );
  return [...unused, ...idle].map(({ path, value }) => ({
    path,
    message: `no block has ${String(value)}, so it is never run: add it to a block, or delete it here`,
  }));
}
