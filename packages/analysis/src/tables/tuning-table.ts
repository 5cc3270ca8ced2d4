/** Which training recipes were tried where, what they scored on validation data, and which was chosen. */
import { higherIsBetter, type Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { orderLabels } from '../order.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { metricUnit, percentText, scoreText } from '../text/score-text.ts';
import type { RecipeChoice } from '../tuning/select-recipes.ts';
import { missingText } from './caption.ts';
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
  const incomplete = choices.filter((choice) => isIncomplete(choice, recipes));
  const falling = [...metrics.values()].some((metric) => !higherIsBetter(metric));
  const missing = missingText(summaries);
  return {
    id: 'tuning',
    caption: `${context.experiment}, profile ${context.profile}: validation score of every training recipe as the mean over seeds (number of completed runs), accuracy in percent, higher is better${falling ? ', of MSE lower' : ''}. The grid of recipes is the same for all methods: ${recipes.join(', ')}. Chosen (*) is, for each row, the recipe of which the fewest runs diverged, among these the best mean, the first listed on a tie; no test score has a part in it. div.: runs that diverged, counted and not averaged. Sparsity is the target of the grid.`,
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
      ];
    }),
    footer: [],
    notes: [
      ...(missing === null ? [] : [`Of the chosen recipes ${missing}.`]),
      ...(incomplete.length === 0
        ? []
        : [
            `In ${String(incomplete.length)} of ${String(choices.length)} rows recipes have fewer runs than others: these are not chosen, and the choice may change when they are run.`,
          ]),
    ],
  };
}

/** All recipes, each after those that stand before it in every choice that tried them. */
function recipesOf(choices: readonly RecipeChoice[]): string[] {
  const longest = [...choices].sort(
    (a, b) => b.tried.length - a.tried.length || (placeOf(a) < placeOf(b) ? -1 : 1),
  )[0];
  return orderLabels(
    longest?.tried.map(({ recipe }) => recipe) ?? [],
    choices.flatMap(({ tried }) => tried.map(({ recipe }) => recipe)),
  );
}

function placeOf({ architecture, method, sparsity, task }: RecipeChoice): string {
  return JSON.stringify([architecture, method, sparsity, task]);
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

function isIncomplete({ tried }: RecipeChoice, recipes: readonly string[]): boolean {
  const counts = recipes.map((recipe) => {
    const own = tried.find((one) => one.recipe === recipe);
    return own === undefined ? 0 : own.completed + own.diverged;
  });
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
