/** Which training recipes were tried where, what they scored on validation data, and which was chosen. */
import { higherIsBetter, type Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { compareText, orderLabels } from '../order.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { metricUnit, percentText, scoreText } from '../text/score-text.ts';
import { choicePlace, type RecipeChoice } from '../tuning/select-recipes.ts';
import { missingText } from '../text/caption.ts';
import type { Cell, Table } from './table.ts';
import { emptyCell, NO_VALUE, textCell } from './table.ts';

/**
 * One row per (architecture, method, sparsity, task), one column per recipe: the mean validation score of the completed
 * runs and their number, the chosen one marked. Throws AnalysisError if the context holds no choices.
 */
export function buildTuningTable(observations: readonly Observation[], context: AnalysisContext): Table {
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
  const incomplete = choices.filter((choice) => isIncomplete(choice));
  const falling = [...metrics.values()].some((metric) => !higherIsBetter(metric));
  const missing = missingText(summaries);
  return {
    id: 'tuning',
    caption: `${context.experiment}, profile ${context.profile}: validation score of every training recipe as the mean over seeds (number of completed runs), accuracy in percent, higher is better${falling ? ', of MSE lower' : ''}. Recipes: ${recipes.join(', ')}; where learning rates are tuned, they are added by the same rule and up to the same number for all methods. Chosen (*) is, for each row, the recipe of which the fewest runs diverged, among these the best mean, the first listed on a tie; no test score has a part in it. div.: runs that diverged, counted and not averaged. On an edge: the learning rate is the highest or the lowest of those tried, so that a better one may lie beyond. Sparsity is the target of the grid.`,
    columns: [
      { label: 'Architecture', align: 'left', unit: null, fields: ['architecture'] },
      { label: 'Method', align: 'left', unit: null, fields: ['method'] },
      { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
      { label: 'Task', align: 'left', unit: null, fields: ['task'] },
      { label: 'Metric', align: 'left', unit: null, fields: ['metric'] },
      ...recipes.map((recipe) => ({
        label: recipe,
        align: 'right' as const,
        unit: null,
        fields: [`${recipe}_validation_score`, `${recipe}_completed`, `${recipe}_diverged`],
      })),
      { label: 'Chosen', align: 'left', unit: null, fields: ['chosen'] },
      { label: 'On an edge', align: 'left', unit: null, fields: ['edge'] },
    ],
    rows: sorted.map((choice): Cell[] => {
      const metric = metrics.get(choice.task);
      return [
        textCell(choice.architecture),
        textCell(choice.method),
        { text: percentText(choice.sparsity), raw: [choice.sparsity] },
        textCell(choice.task),
        metric === undefined ? emptyCell(1) : { text: metricUnit(metric), raw: [metric] },
        ...recipes.map((recipe) => recipeCell(choice, recipe, metric)),
        textCell(choice.chosen),
        choice.edge === null ? emptyCell(1) : textCell(EDGES[choice.edge]),
      ];
    }),
    footer: [],
    notes: [
      ...edgeNotes(sorted),
      ...costNotes(context),
      ...(missing === null ? [] : [`Of the chosen recipes ${missing}.`]),
      ...(incomplete.length === 0
        ? []
        : [
            `In ${String(incomplete.length)} of ${String(choices.length)} rows recipes have fewer runs than others: these are not chosen, and the choice may change when they are run.`,
          ]),
    ],
  };
}

const EDGES = { lowest: 'lowest', highest: 'highest', only: 'only one' } as const;

function edgeNotes(choices: readonly RecipeChoice[]): string[] {
  const onEdge = choices.filter(({ edge }) => edge !== null).length;
  if (onEdge === 0) return [];
  return [
    `${String(onEdge)} of ${String(choices.length)} choices lie on an edge of the learning rates tried.`,
  ];
}

/** What all recipes cost, the chosen ones and the others. */
function costNotes({ tuningCosts }: AnalysisContext): string[] {
  if (tuningCosts.length === 0) return [];
  const costs = tuningCosts.map(
    ({ method, runs, macs }) => `${method} ${String(runs)}, ${(macs / 1e12).toPrecision(3)}`,
  );
  return [
    `Cost of tuning: runs, and 10¹² MACs of training and evaluation with backward passes and router: ${costs.join('; ')}.`,
  ];
}

/** All recipes, from the lowest learning rate to the highest; of one rate as the choice with the most of them has them. */
function recipesOf(choices: readonly RecipeChoice[]): string[] {
  const all = choices.flatMap(({ tried }) => tried);
  const [longest] = [...choices].sort(
    (a, b) => b.tried.length - a.tried.length || compareText(choicePlace(a), choicePlace(b)),
  );
  const labels = orderLabels(
    longest?.tried.map(({ recipe }) => recipe) ?? [],
    all.map(({ recipe }) => recipe),
  );
  const rates = new Map(all.map(({ recipe, learningRate }) => [recipe, learningRate]));
  return labels.sort((a, b) => (rates.get(a) ?? 0) - (rates.get(b) ?? 0));
}

function inOrder(choices: readonly RecipeChoice[], context: AnalysisContext): RecipeChoice[] {
  const rankIn = (listed: readonly string[], label: (choice: RecipeChoice) => string) => {
    const labels = orderLabels(listed, choices.map(label));
    return (choice: RecipeChoice): number => labels.indexOf(label(choice));
  };
  const ranks = [
    rankIn(context.architectures, ({ architecture }) => architecture),
    rankIn(context.methods, ({ method }) => method),
    ({ sparsity }: RecipeChoice): number => sparsity,
    rankIn(context.tasks, ({ task }) => task),
  ];
  return [...choices].sort((a, b) => {
    for (const rank of ranks) {
      const difference = rank(a) - rank(b);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

/** Whether a recipe that was begun at a place has fewer runs than another. */
function isIncomplete({ tried }: RecipeChoice): boolean {
  const counts = tried.map(({ completed, diverged }) => completed + diverged);
  return Math.min(...counts) < Math.max(...counts);
}

function recipeCell(
  { tried, chosen }: RecipeChoice,
  recipe: string,
  metric: Observation['metric'] | undefined,
): Cell {
  const own = tried.find((one) => one.recipe === recipe);
  if (own === undefined || metric === undefined) return emptyCell(3);
  const { validationScore, completed, diverged } = own;
  const mark = recipe === chosen ? '*' : '';
  const score = validationScore === null ? NO_VALUE : scoreText(validationScore, metric);
  const lost = diverged === 0 ? '' : `; ${String(diverged)} div.`;
  return {
    text: `${score}${mark} (${String(completed)}${lost})`,
    raw: [validationScore, completed, diverged],
  };
}
