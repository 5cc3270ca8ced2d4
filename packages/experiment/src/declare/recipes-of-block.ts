/** The recipes of a cross product, for checks. */
import type { RunSpec } from '@dsrnn/records';
import type { Labelled, ResolvedBlock, ResolvedProfile } from './resolved-profile.ts';
import type { FieldPath } from './yaml/yaml-source.ts';

/** A recipe and where it stands in its profile. */
export interface PlacedRecipe extends Labelled<RunSpec['train']> {
  readonly at: FieldPath;
}

/** Those that a block is trained with, without one those of the profile. Rates of a grid differ in the rate only: one stands for all. */
export function recipesOfBlock(
  { recipes, rates }: Pick<ResolvedProfile, 'recipes' | 'rates'>,
  block?: ResolvedBlock,
): PlacedRecipe[] {
  const all = rates === undefined ? recipes : [rates.base];
  return all
    .map((recipe, i): PlacedRecipe => ({ ...recipe, at: i === 0 ? ['train'] : ['tune', i - 1] }))
    .filter(({ label }) => block?.recipes?.includes(label) ?? true);
}
