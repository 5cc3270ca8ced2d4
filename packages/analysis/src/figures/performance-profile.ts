/** Figure: run-score distributions, or performance profiles (Agarwal et al., 2021, section 4.3). */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { distinctNumbers, orderLabels } from '../order.ts';
import type { NormalisedRun } from '../summary/normalised-scores.ts';
import { normalisedScores } from '../summary/normalised-scores.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { missingText, seedCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { percentText } from '../text/score-text.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { type MethodStyle, stylesWithReference } from './vocabulary/method-styles.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import { profileCurve } from './panels/profile-curve.ts';
import { profileDomain } from './panels/profile-domain.ts';
import { profilePanel } from './panels/profile-panel.ts';

/** Points at which the share is taken, besides the first. */
const STEPS = 120;
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
  const own = { ...all[0]!, dash: [] }; // solid on a band, as its entry in the legend
  const styles = all.slice(1);
  const sparsities = distinctNumbers(plotted.map(({ sparsity }) => sparsity));
  const referenceRuns = leastSparse(runs.filter(({ method }) => method === context.reference));
  const runsOf = (method: string, sparsity: number): NormalisedRun[] =>
    plotted.filter((run) => run.method === method && run.sparsity === sparsity);
  const domain = profileDomain([
    referenceRuns,
    ...sparsities.flatMap((sparsity) => methods.map((method) => runsOf(method, sparsity))),
  ]);
  const [low, high] = domain;
  const thresholds = Array.from({ length: STEPS + 1 }, (_, i) => low + ((high - low) * i) / STEPS);
  const panels = sparsities.map((sparsity) => {
    const linesOf = (style: MethodStyle, members: readonly NormalisedRun[], banded: boolean) =>
      members.length === 0
        ? []
        : [{ style, ...profileCurve(members, thresholds, banded ? context.confidence : null) }];
    const lines = [
      ...linesOf(own, referenceRuns, true),
      ...styles
        .map((style, rank) => linesOf(style, runsOf(style.method, sparsity), rank === 0))
        .reverse()
        .flat(),
    ];
    return { title: [`sparsity ${percentText(sparsity)}`], lines };
  });
  const missing = missingText(summaries);
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
      ...beyondText([...plotted, ...referenceRuns], high, context),
      SPARSITY_MEANING[context.sparsityOf],
    ],
    groups: [panels],
    draw: ({ title, lines }, place) =>
      profilePanel(lines, {
        title,
        domain,
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

function divergedText(runs: readonly NormalisedRun[]): string {
  const counts = countsOf(runs, ({ diverged }) => diverged, []);
  if (counts.length === 0) return 'no run diverged';
  return `diverged runs count as 0: ${counts.map((count) => `${count} div.`).join(', ')}`;
}

function beyondText(runs: readonly NormalisedRun[], high: number, { methods }: AnalysisContext): string[] {
  const counts = countsOf(runs, ({ value }) => value > high, methods);
  return counts.length === 0
    ? []
    : [`runs beyond the right end of the axis, at most a tenth of each line: ${counts.join(', ')}`];
}

/** `ds 3 of 45` for each method that has such a run. */
function countsOf(
  runs: readonly NormalisedRun[],
  counts: (run: NormalisedRun) => boolean,
  order: readonly string[],
): string[] {
  const methods = orderLabels(
    order,
    runs.filter(counts).map(({ method }) => method),
  );
  return methods.map((method) => {
    const own = runs.filter((run) => run.method === method);
    return `${method} ${String(own.filter(counts).length)} of ${String(own.length)}`;
  });
}
