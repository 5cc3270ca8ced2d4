/**
 * Chooses a training recipe for every place of the grid on validation data, never on the test set, by the rule by which
 * the grid was extended (`bestTried`).
 */
import { groupBy } from '@dsrnn/portable';
import { bestTried, triedRecipe, type Observation, type TriedRecipe } from '@dsrnn/records';
import { placeId, type Place } from '../summary/place.ts';

/** What was tried at one place of the grid, and what was chosen. */
export interface RecipeChoice extends Place {
  /** By the seeds that tune alone, in the order of the experiment; the chosen one is among them. */
  readonly tried: readonly (TriedRecipe & { readonly recipe: string; readonly learningRate: number })[];
  readonly chosen: string;
  /**
   * Where the learning rate of the chosen recipe lies among those with as many runs: null inside, else the edge, beyond
   * which a better one may lie; `only` where one rate was tried.
   */
  readonly edge: 'lowest' | 'highest' | 'only' | null;
  /** Seeds that have no part in it and are run with the chosen recipe alone: how many have a result. */
  readonly followers: number;
}

/**
 * The observations of the chosen recipes, in the order given, and the choices: by the seeds that tune, whatever others came
 * to. A recipe with fewer runs of theirs than another (not all are computed yet) is not chosen, and a place without any has
 * no choice.
 */
export function selectRecipes(
  observations: readonly Observation[],
  recipes: readonly string[],
): { readonly observations: readonly Observation[]; readonly choices: readonly RecipeChoice[] } {
  const choices = new Map(
    [...groupBy(observations, placeId)]
      .filter(([, runs]) => runs.some(({ tunes }) => tunes))
      .map(([place, runs]) => [place, choose(runs, recipes)]),
  );
  const kept = observations.filter((run) => choices.get(placeId(run))?.chosen === run.recipe);
  return { observations: kept, choices: [...choices.values()] };
}

function choose(runs: readonly Observation[], recipes: readonly string[]): RecipeChoice {
  const { architecture, method, sparsity, task, metric } = runs[0] as Observation;
  const tried = recipes.flatMap((recipe) => {
    const own = runs.filter((run) => run.tunes && run.recipe === recipe);
    const [first] = own;
    if (first === undefined) return [];
    const { learningRate } = first;
    return [{ recipe, learningRate, ...triedRecipe(own.map(({ validationScore }) => validationScore)) }];
  });
  const runCount = ({ completed, diverged }: TriedRecipe): number => completed + diverged;
  const most = Math.max(...tried.map(runCount));
  const whole = tried.filter((recipe) => runCount(recipe) === most);
  const best = whole[bestTried(whole, metric)];
  const rates = whole.map(({ learningRate }) => learningRate);
  const edge = best === undefined ? 'only' : edgeOf(best.learningRate, rates);
  const chosen = best?.recipe ?? '';
  const followers = runs.filter((run) => !run.tunes && run.recipe === chosen).length;
  return { architecture, method, sparsity, task, tried, chosen, edge, followers };
}

function edgeOf(rate: number, rates: readonly number[]): RecipeChoice['edge'] {
  const [lowest, highest] = [Math.min(...rates), Math.max(...rates)];
  if (lowest === highest) return 'only';
  return rate === highest ? 'highest' : rate === lowest ? 'lowest' : null;
}
