/** Figure: run-score distributions, or performance profiles (Agarwal et al., 2021, section 4.3). */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { distinctNumbers, orderLabels } from '../order.ts';
import type { NormalisedRun } from '../summary/normalised-scores.ts';
import { normalisedScores } from '../summary/normalised-scores.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { missingText, seedCountText, SPARSITY_MEANING } from '../tables/caption.ts';
import { percentText } from '../text/score-text.ts';
import { figurePage } from './figure-page.ts';
import { type MethodStyle, stylesWithReference } from './method-styles.ts';
import { panelLegend } from './panel-legend.ts';
import { profileCurve } from './profile-curve.ts';
import { profilePanel } from './profile-panel.ts';

/** Points at which the share is taken, besides the first. */
const STEPS = 120;
/** The axis ends here: a few runs far better than the reference would press all others together. */
const HIGHEST = 2;
/** Ends of the axis are multiples of 1/20. */
const ROUNDING = 20;

/**
 * One panel per sparsity, one line a method: the share of its runs, of all architectures and tasks, whose normalised
 * score (1 is the mean of the reference on the same architecture and task) is above τ. The reference is
 * there in every panel, at its least sparsity. Bands, of the first method and the reference, are pointwise
 * Wilson intervals of the share. Throws AnalysisError if no
 * run has a completed reference beside it.
 */
export function performanceProfile(
  observations: readonly Observation[],
  context: AnalysisContext,
): TopLevelSpec {
  const summaries = summariseScores(observations, context);
  const { runs, leftOut } = normalisedScores(summaries, observations, context);
  const plotted = runs.filter(({ method }) => method !== context.reference);
  if (plotted.length === 0) {
    throw new AnalysisError(
      `figure performance-profile: no run has a completed run of ${context.reference} on the same architecture and task to be normalised by; run ${context.reference} of ${context.experiment} and at least one other method`,
    );
  }
  const methods = orderLabels(
    context.methods,
    summaries.map(({ method }) => method),
  ).filter((method) => method !== context.reference);
  const all = stylesWithReference([context.reference, ...methods], context.reference);
  const [own, ...styles] = [all[0]!, ...all.slice(1)];
  const sparsities = distinctNumbers(plotted.map(({ sparsity }) => sparsity));
  const referenceRuns = leastSparse(runs.filter(({ method }) => method === context.reference));
  const thresholds = thresholdsOf([...plotted, ...referenceRuns]);
  const panels = sparsities.map((sparsity) => {
    const linesOf = (style: MethodStyle, members: readonly NormalisedRun[], banded: boolean) =>
      members.length === 0
        ? []
        : [{ style, ...profileCurve(members, thresholds, banded ? context.confidence : null) }];
    const runsOf = (method: string): NormalisedRun[] =>
      plotted.filter((run) => run.method === method && run.sparsity === sparsity);
    const lines = [
      ...linesOf(own, referenceRuns, true),
      ...styles
        .map((style, rank) => linesOf(style, runsOf(style.method), rank === 0))
        .reverse()
        .flat(),
    ];
    return { title: [`sparsity ${percentText(sparsity)}`], lines };
  });
  const missing = missingText(summaries);
  const beyond = plotted.filter(({ value }) => value > HIGHEST).length;
  return figurePage({
    title: 'Performance profiles',
    subtitle: [
      [
        context.experiment,
        `profile ${context.profile}`,
        seedCountText(summaries),
        `${String(new Set(plotted.map(({ group }) => group)).size)} (architecture, task) groups`,
        ...(missing === null ? [] : [missing]),
      ].join(', '),
      `share of runs above τ; higher is better; normalised: score / mean of ${context.reference} in its group, for MSE the inverse`,
      `bands, of ${methods[0]!} and ${context.reference}: pointwise ${percentText(context.confidence)} Wilson intervals of the share; marks: where the share falls below one half`,
      divergedText(plotted),
      ...(leftOut > 0
        ? [`runs left out because ${context.reference} did not complete in their group: ${String(leftOut)}`]
        : []),
      ...(beyond > 0 ? [`runs beyond the right end of the axis: ${String(beyond)}`] : []),
      SPARSITY_MEANING[context.sparsityOf],
    ],
    groups: [panels],
    draw: ({ title, lines }, place) =>
      profilePanel(lines, {
        title,
        domain: [thresholds[0]!, thresholds.at(-1)!],
        reference: context.reference,
        place,
      }),
    legends: (width) => [panelLegend(styles, referenceRuns.length > 0 ? own : null, width)],
  });
}

/** Of each group the runs of least sparsity. */
function leastSparse(runs: readonly NormalisedRun[]): NormalisedRun[] {
  const least = new Map<string, number>();
  for (const { group, sparsity } of runs) least.set(group, Math.min(sparsity, least.get(group) ?? sparsity));
  return runs.filter(({ group, sparsity }) => least.get(group) === sparsity);
}

/** Evenly from just below the least score to the largest one, diverged runs aside. */
function thresholdsOf(runs: readonly NormalisedRun[]): number[] {
  const values = runs.filter(({ diverged }) => !diverged).map(({ value }) => value);
  const low = Math.floor(Math.min(1, ...values) * ROUNDING - 0.5) / ROUNDING;
  const high = Math.ceil(Math.min(HIGHEST, Math.max(1, ...values)) * ROUNDING) / ROUNDING;
  const start = Math.max(0, low);
  return Array.from({ length: STEPS + 1 }, (_, i) => start + ((high - start) * i) / STEPS);
}

function divergedText(runs: readonly NormalisedRun[]): string {
  const methods = orderLabels(
    [],
    runs.filter(({ diverged }) => diverged).map(({ method }) => method),
  );
  if (methods.length === 0) return 'no run diverged';
  const counts = methods.map((method) => {
    const own = runs.filter((run) => run.method === method);
    return `${method} ${String(own.filter(({ diverged }) => diverged).length)} of ${String(own.length)} div.`;
  });
  return `diverged runs count as 0: ${counts.join(', ')}`;
}
