/** Every method beside the reference of the same architecture, task and seed. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { pairedDifferences } from '../statistics/paired-differences.ts';
import { probabilityOfImprovement } from '../statistics/probability-of-improvement.ts';
import type { Sample } from '../statistics/stratified-bootstrap.ts';
import { stratifiedBootstrap } from '../statistics/stratified-bootstrap.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { percentText, scoreText } from '../text/score-text.ts';
import { missingText, SPARSITY_MEANING, seedCountText } from './caption.ts';
import { estimateText, intervalOf } from './estimate-cell.ts';
import type { Cell, Table } from './table.ts';
import { emptyCell, NO_VALUE, textCell } from './table.ts';

/**
 * One row per (architecture, method, sparsity, task) other than the reference: the interquartile mean of the paired
 * differences with its interval, and the probability that a run of the method beats a run of the reference.
 * The reference is its run of least sparsity. Pairs with a diverged run are counted and left out.
 */
export function buildComparisonTable(observations: readonly Observation[], context: AnalysisContext): Table {
  const summaries = summariseScores(observations, context);
  const compared = summaries.filter(({ method, expected }) => method !== context.reference && expected > 0);
  const missing = missingText(summaries);
  return {
    id: 'comparison',
    caption: `${context.experiment}, profile ${context.profile}: difference to ${context.reference} in pairs that share architecture, task and seed, ${seedCountText(summaries)}; interquartile mean [${percentText(context.confidence)} stratified percentile-bootstrap interval] (number of pairs), accuracy in points, above 0 is better than ${context.reference}. P is the probability that a run beats a run of ${context.reference}. ${SPARSITY_MEANING[context.sparsityOf]}. The test set was touched once per run.`,
    columns: [
      { label: 'Architecture', align: 'left', unit: null, fields: ['architecture'] },
      { label: 'Method', align: 'left', unit: null, fields: ['method'] },
      { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
      { label: 'Task', align: 'left', unit: null, fields: ['task'] },
      {
        label: 'Difference',
        align: 'right',
        unit: null,
        fields: ['difference', 'low', 'high', 'pairs', 'diverged_pairs'],
      },
      { label: 'P', align: 'right', unit: null, fields: ['probability_of_improvement'] },
    ],
    rows: compared.map((summary) => comparisonRow(summary, observations, context)),
    footer: [],
    notes: missing === null ? [] : [`${missing}.`],
  };
}

function comparisonRow(
  summary: ScoreSummary,
  observations: readonly Observation[],
  { reference, confidence }: AnalysisContext,
): Cell[] {
  const { architecture, method, sparsity, task, metric } = summary;
  const here = observations.filter((run) => run.architecture === architecture && run.task === task);
  const theirs = here.filter((run) => run.method === reference);
  const least = Math.min(...theirs.map((run) => run.sparsity));
  const ours = here.filter((run) => run.method === method && run.sparsity === sparsity);
  const baseline = theirs.filter((run) => run.sparsity === least);
  const { pairs } = pairedDifferences(ours, baseline);
  const whole = pairs.filter(({ outcome }) => outcome === 'completed');
  const labels = [
    textCell(architecture),
    textCell(method),
    { text: percentText(sparsity), raw: [sparsity] },
    textCell(task),
  ];
  const diverged = pairs.length - whole.length;
  const remark = diverged === 0 ? '' : `; ${String(diverged)} div.`;
  if (whole.length === 0 || metric === null) {
    const text = `${NO_VALUE} (0 pairs${remark})`;
    return [...labels, { text, raw: [null, null, null, 0, diverged] }, emptyCell(1)];
  }
  const estimate = stratifiedBootstrap(
    whole.map(({ seed, difference }): Sample => ({
      stratum: task,
      key: String(seed),
      value: difference ?? NaN,
    })),
    `difference/${architecture}/${method}/${String(sparsity)}/${task}`,
    { confidence },
  );
  const show = (value: number): string => scoreText(value, metric);
  const probability = probabilityOfImprovement(samplesOf(ours), samplesOf(baseline));
  return [
    ...labels,
    {
      text: `${estimateText(estimate, show)} (${String(estimate.n)}${remark})`,
      raw: [estimate.point, ...(intervalOf(estimate) ?? [null, null]), estimate.n, diverged],
    },
    { text: probability.toFixed(2), raw: [probability] },
  ];
}

/** Completed runs as samples for which higher is better. */
function samplesOf(runs: readonly Observation[]): Sample[] {
  return runs.flatMap(({ task, seed, score, metric }) =>
    score === null
      ? []
      : [{ stratum: task, key: String(seed), value: metric === 'accuracy' ? score : -score }],
  );
}
