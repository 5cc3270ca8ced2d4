/** Which training recipes were tried where, what they scored on validation data, and which was chosen. */
import { derivedMeasures, higherIsBetter, type Metric, type TriedRecipe } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { compareText, orderLabels } from '../order.ts';
import { labelsOf } from '../summary/labels-of.ts';
import { LATE_GAIN, lateGainAt, type LateGain } from '../summary/late-gain.ts';
import { placeId } from '../summary/place.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { formatted } from '../text/formatted.ts';
import { scoreText } from '../text/score-text.ts';
import type { RecipeChoice } from '../tuning/select-recipes.ts';
import { missingText } from '../text/caption.ts';
import { remarked } from './cells.ts';
import { column, tableOf, textColumn, type TableBuilder } from './declared-table.ts';
import { metricColumn } from './part-columns.ts';
import { placeColumns } from './place-columns.ts';
import { emptyCell, NO_VALUE, type Cell } from './table.ts';

/**
 * One row per (architecture, method, sparsity, task), one column per recipe: the mean validation score of the completed
 * runs and their number, the chosen one marked. Throws AnalysisError if the context holds no choices.
 */
export const buildTuningTable: TableBuilder = (observations, context) => {
  const { choices } = context;
  if (choices.length === 0) {
    throw new AnalysisError(
      `table tuning: no recipe of ${context.experiment} was tried anywhere; run the experiment first`,
    );
  }
  const summaries = summariseScores(observations, context);
  const recipes = recipesOf(choices);
  const sorted = inOrder(choices, context);
  const metrics = new Map(observations.map(({ task, metric }) => [task, metric]));
  const onEdge = choices.filter(({ edge }) => edge !== null).length;
  const incomplete = choices.filter(isIncomplete).length;
  const falling = [...metrics.values()].some((metric) => !higherIsBetter(metric));
  const missing = missingText(summaries);
  return tableOf<RecipeChoice>({
    id: 'tuning',
    caption: `${context.experiment}, profile ${context.profile}: validation score of every training recipe as the mean over seeds (number of completed runs), accuracy in percent, higher is better${falling ? ', of MSE lower' : ''}. Recipes: ${recipes.join(', ')}; where learning rates are tuned, they are added by the same rule and up to the same number for all methods. Chosen (*) is, for each row, the recipe of which the fewest runs diverged, among these the best mean, the first listed on a tie; no test score has a part in it. div.: runs that diverged, counted and not averaged. On an edge: the learning rate is the highest or the lowest of those tried, so that a better one may lie beyond. Gain in the last fifth: of the chosen recipe, the mean over all its seeds of what the validation score gained over the last fifth of training, in points, of MSE the share by which it fell; near 0 the curve is flat, above 0 longer training would help. Sparsity is the target of the grid.`,
    columns: [
      ...placeColumns((choice: RecipeChoice) => choice),
      metricColumn(({ task }: RecipeChoice) => metrics.get(task) ?? null),
      ...recipes.map((recipe) =>
        column(
          recipe,
          null,
          [`${recipe}_validation_score`, `${recipe}_completed`, `${recipe}_diverged`],
          (choice: RecipeChoice) => recipeCell(choice, recipe, metrics.get(choice.task)),
        ),
      ),
      textColumn('Chosen', 'chosen', ({ chosen }) => chosen),
      textColumn('On an edge', 'edge', ({ edge }) => (edge === null ? null : EDGES[edge])),
      column(
        derivedMeasures('accuracy')[LATE_GAIN]!.title,
        null,
        ['late_gain', 'late_gain_diverged'],
        (choice: RecipeChoice) => gainCell(lateGainAt(observations, choice), metrics.get(choice.task)),
      ),
    ],
    items: sorted,
    notes: [
      onEdge === 0
        ? null
        : `${onEdge} of ${choices.length} choices lie on an edge of the learning rates tried.`,
      seedsNote(choices),
      costNote(context),
      missing === null ? null : `Of the chosen recipes ${missing}.`,
      incomplete === 0
        ? null
        : `In ${incomplete} of ${choices.length} rows recipes have fewer runs than others: these are not chosen, and the choice may change when they are run.`,
    ],
  });
};

const EDGES = { lowest: 'lowest', highest: 'highest', only: 'only one' } as const;

/** With how many seeds recipes were tried, where others follow. */
function seedsNote(choices: readonly RecipeChoice[]): string | null {
  const followed = choices.filter(({ followers }) => followers > 0);
  if (followed.length === 0) return null;
  const tried = new Set(followed.map(({ tried }) => Math.max(...tried.map(runCount))));
  const [least, most] = [Math.min(...tried), Math.max(...tried)];
  const range = least === most ? String(least) : `${least} to ${most}`;
  const seeds = range === '1' ? 'seed' : `${range} seeds`;
  return `Tuned with the first ${seeds} of a place, in ${followed.length} of ${choices.length} rows: their scores are the ones above. The other seeds were run with the chosen recipe alone, and had no part in the choice.`;
}

/** What all recipes cost, the chosen ones and the others. */
function costNote({ tuningCosts }: AnalysisContext): string | null {
  if (tuningCosts.length === 0) return null;
  const costs = tuningCosts.map(
    ({ method, runs, macs }) => `${method} ${runs}, ${(macs / 1e12).toPrecision(3)}`,
  );
  return `Cost of tuning: runs, and 10¹² MACs of training and evaluation with backward passes and router: ${costs.join('; ')}.`;
}

/** All recipes, from the lowest learning rate to the highest; of one rate as the choice with the most of them has them. */
function recipesOf(choices: readonly RecipeChoice[]): string[] {
  const all = choices.flatMap(({ tried }) => tried);
  const [longest] = [...choices].sort(
    (a, b) => b.tried.length - a.tried.length || compareText(placeId(a), placeId(b)),
  );
  const labels = orderLabels(
    longest?.tried.map(({ recipe }) => recipe) ?? [],
    all.map(({ recipe }) => recipe),
  );
  const rates = new Map(all.map(({ recipe, learningRate }) => [recipe, learningRate]));
  return labels.sort((a, b) => (rates.get(a) ?? 0) - (rates.get(b) ?? 0));
}

function inOrder(choices: readonly RecipeChoice[], context: AnalysisContext): RecipeChoice[] {
  const [architectures, methods, tasks] = (['architecture', 'method', 'task'] as const).map((which) =>
    labelsOf(which, choices, context),
  );
  const ranksOf = ({ architecture, method, sparsity, task }: RecipeChoice): number[] => [
    architectures!.indexOf(architecture),
    methods!.indexOf(method),
    sparsity,
    tasks!.indexOf(task),
  ];
  return [...choices].sort((a, b) => {
    const others = ranksOf(b);
    const apart = ranksOf(a).map((rank, i) => rank - others[i]!);
    return apart.find((difference) => difference !== 0) ?? 0;
  });
}

/** Whether a recipe that was begun at a place has fewer runs than another. */
function isIncomplete({ tried }: RecipeChoice): boolean {
  const counts = tried.map(runCount);
  return Math.min(...counts) < Math.max(...counts);
}

function runCount({ completed, diverged }: TriedRecipe): number {
  return completed + diverged;
}

function recipeCell({ tried, chosen }: RecipeChoice, recipe: string, metric: Metric | undefined): Cell {
  const own = tried.find((one) => one.recipe === recipe);
  if (own === undefined || metric === undefined) return emptyCell(3);
  const { validationScore, completed, diverged } = own;
  const mark = recipe === chosen ? '*' : '';
  const score = validationScore === null ? NO_VALUE : scoreText(validationScore, metric);
  const lost = diverged === 0 ? '' : `; ${diverged} div.`;
  return {
    text: `${score}${mark} (${completed}${lost})`,
    raw: [validationScore, completed, diverged],
  };
}

/** In the unit of the score of its row; of errors a share. */
function gainCell({ mean, diverged }: LateGain, metric: Metric | undefined): Cell {
  if (metric === undefined) return emptyCell(2);
  const { format } = derivedMeasures(metric)[LATE_GAIN]!;
  if (mean === null) return { text: diverged > 0 ? 'div.' : NO_VALUE, raw: [null, diverged] };
  const sign = higherIsBetter(metric) ? '' : ' %';
  const text = `${formatted(mean, format)}${sign}`;
  return { text: remarked(text, diverged === 0 ? [] : [`${diverged} div.`]), raw: [mean, diverged] };
}
