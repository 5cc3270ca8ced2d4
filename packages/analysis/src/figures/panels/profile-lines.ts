/** The lines of performance profiles: by sparsity and method, beside the reference. */
import type { AnalysisContext } from '../../context.ts';
import { AnalysisError } from '../../errors.ts';
import { distinctNumbers } from '../../order.ts';
import { labelsOf } from '../../summary/labels-of.ts';
import type { NormalisedRun } from '../../summary/normalised-scores.ts';
import type { ScoreSummary } from '../../summary/summarise-scores.ts';
import { percentText } from '../../text/score-text.ts';
import { stylesWithReference, type MethodStyle } from '../vocabulary/method-styles.ts';
import { profileCurve } from './profile-curve.ts';
import { profileDomain } from './profile-domain.ts';
import type { ProfilePanel } from './profile-panel.ts';

/** Points at which the share is taken, besides the first. */
const STEPS = 120;

/** What the panels show. */
export interface ProfileLines {
  readonly panels: readonly ProfilePanel[];
  readonly domain: readonly [number, number];
  /** The runs behind the lines of methods, and those of the reference. */
  readonly plotted: readonly NormalisedRun[];
  readonly ofReference: readonly NormalisedRun[];
  /** The looks of the methods, and that of the reference. */
  readonly styles: readonly MethodStyle[];
  readonly own: MethodStyle;
}

/** A panel for each sparsity; the reference, with its band, in all of them. Throws AnalysisError if there is no run of a method. */
export function profileLines(
  runs: readonly NormalisedRun[],
  summaries: readonly ScoreSummary[],
  { reference, experiment, confidence, ...context }: AnalysisContext,
  what: string,
): ProfileLines {
  const plotted = runs.filter(({ method }) => method !== reference);
  if (plotted.length === 0) {
    throw new AnalysisError(
      `${what}: no run has a completed run of ${reference} on the same architecture and task to be normalised by; run ${reference} of ${experiment} and at least one other method`,
    );
  }
  const methods = labelsOf('method', summaries, context).filter((method) => method !== reference);
  const [first, ...styles] = stylesWithReference([reference, ...methods], reference);
  const own = { ...first!, dash: [] }; // solid on a band, as its entry in the legend
  const sparsities = distinctNumbers(plotted.map(({ sparsity }) => sparsity));
  const ofReference = leastSparse(runs.filter(({ method }) => method === reference));
  const runsOf = (method: string, sparsity: number): NormalisedRun[] =>
    plotted.filter((run) => run.method === method && run.sparsity === sparsity);
  const domain = profileDomain([
    ofReference,
    ...sparsities.flatMap((sparsity) => methods.map((method) => runsOf(method, sparsity))),
  ]);
  const [low, high] = domain;
  const thresholds = Array.from({ length: STEPS + 1 }, (_, i) => low + ((high - low) * i) / STEPS);
  const lineOf = (style: MethodStyle, members: readonly NormalisedRun[], banded: boolean) =>
    members.length === 0 ? [] : [{ style, ...profileCurve(members, thresholds, banded ? confidence : null) }];
  const panels = sparsities.map((sparsity) => ({
    title: [`sparsity ${percentText(sparsity)}`],
    lines: [
      ...lineOf(own, ofReference, true),
      ...styles
        .map((style, rank) => lineOf(style, runsOf(style.method, sparsity), rank === 0))
        .reverse()
        .flat(),
    ],
  }));
  return { panels, domain, plotted, ofReference, styles, own };
}

/** Of each group the runs of least sparsity. */
function leastSparse(runs: readonly NormalisedRun[]): NormalisedRun[] {
  return runs.filter(({ group, sparsity }) =>
    runs.every((other) => other.group !== group || other.sparsity >= sparsity),
  );
}
