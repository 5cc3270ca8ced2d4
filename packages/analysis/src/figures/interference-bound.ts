/** Figure: how alike the gradients of two examples are, against the bound that their supports put on it. */
import type { GradientPair, Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { orderLabels } from '../order.ts';
import { GROUP_ORDER, requireInterference } from '../summary/interference-measures.ts';
import { interferencePairs } from '../summary/interference-pairs.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { missingText, SPARSITY_MEANING } from '../text/caption.ts';
import { percentText } from '../text/score-text.ts';
import { figurePage, type PanelPlace } from './vocabulary/figure-page.ts';
import { methodStyles } from './vocabulary/method-styles.ts';
import { sixDigits } from './panels/panel-data.ts';
import { panelTitleLines } from './vocabulary/panel-title-lines.ts';
import type { View } from './panels/score-panels.ts';

/** Most points of a panel: more hide each other. */
const MOST_POINTS = 400;
/** The kept numbers have four decimals. */
const TOLERANCE = 1e-4;

/**
 * Panels by weight matrix, within it by method at its largest sparsity: |cos| of pairs of examples of
 * different classes against ρ_a ρ_b of theorem T1, with the line that no pair may be above. Pairs are those of the
 * first seed, of all architectures and tasks; how many there are and how many lie above is said in the panel.
 * Throws AnalysisError if no run was probed, or a record is malformed.
 */
export function interferenceBound(
  observations: readonly Observation[],
  context: AnalysisContext,
): TopLevelSpec {
  const summaries = summariseScores(observations, context);
  const samples = interferencePairs(observations).filter(({ pairs }) => pairs.length > 0);
  requireInterference('figure interference-bound', observations, context, () => samples.length > 0);
  const methods = orderLabels(
    context.methods,
    summaries.map(({ method }) => method),
  );
  const styles = methodStyles(methods);
  const shown = methods.filter((method) => samples.some((sample) => sample.method === method));
  const groups = orderLabels(
    GROUP_ORDER,
    samples.map(({ group }) => group),
  );
  const rows = groups.map((group) =>
    shown.flatMap((method) =>
      samples
        .filter((sample) => sample.method === method && sample.group === group)
        .map(({ sparsity, pairs }) => ({
          title: [`${method}, ${percentText(sparsity)}`, group],
          ...{ method, pairs },
        })),
    ),
  );
  const above = samples.reduce((sum, { pairs }) => sum + pairs.filter(isAbove).length, 0);
  const count = samples.reduce((sum, { pairs }) => sum + pairs.length, 0);
  const missing = missingText(summaries);
  return figurePage({
    title: 'Gradient interference and its bound',
    subtitle: [
      [
        context.experiment,
        `profile ${context.profile}`,
        'n = 1 seed (the first)',
        `${String(count)} pairs of test examples of different classes`,
        ...(missing === null ? [] : [missing]),
      ].join(', '),
      'ρ_a ρ_b: product of the shares of the two gradients that lie on entries nonzero in both; |cos| low is little interference',
      `theorem T1: no pair lies above the line; above it: ${String(above)} of ${String(count)}`,
      `in a panel: its pairs, at most ${String(MOST_POINTS)} of them drawn besides those above the line, and how many these are`,
      'above a panel: the method at its largest sparsity, then the weight matrix; all architectures and tasks that have it; diverged runs have no pairs',
      SPARSITY_MEANING[context.sparsityOf],
    ],
    groups: rows,
    needs: { tallest: 1, flattest: 1, widest: 300, left: 34, below: 24 },
    draw: ({ title, method, pairs }, place) =>
      pairPanel(title, pairs, styles.find((style) => style.method === method)!.color, place),
  });
}

function isAbove({ cosine, bound }: GradientPair): boolean {
  return Math.abs(cosine) > bound + TOLERANCE;
}

function pairPanel(
  title: readonly string[],
  pairs: readonly GradientPair[],
  color: string,
  { size: [width, height], titleSize, first, lowest }: PanelPlace,
): View {
  const drawn = thinned(pairs).map(({ cosine, bound }) => ({
    bound: sixDigits(bound),
    measured: sixDigits(Math.abs(cosine)),
  }));
  const x = {
    field: 'bound',
    type: 'quantitative' as const,
    scale: { domain: [0, 1], nice: false, padding: 4 },
    axis: { title: lowest ? 'bound ρ_a ρ_b' : null, tickCount: 3 },
  };
  const y = {
    field: 'measured',
    type: 'quantitative' as const,
    scale: { domain: [0, 1], nice: false, padding: 4 },
    axis: { title: first ? 'measured |cos|' : null, tickCount: 3 },
  };
  const above = pairs.filter(isAbove).length;
  const remarks = [`${String(pairs.length)} pairs`, `${String(above)} above`]; // short: the line is near
  return {
    width,
    height,
    layer: [
      {
        data: { values: drawn },
        mark: { type: 'point', filled: true, size: 9, opacity: 0.45, color, clip: true },
        encoding: { x, y },
      },
      {
        data: {
          values: [
            { bound: 0, measured: 0 },
            { bound: 1, measured: 1 },
          ],
        },
        mark: { type: 'line', color: '#000000', strokeWidth: 1 },
        encoding: { x, y },
      },
      {
        data: { values: [{ remark: remarks.join('\n') }] },
        mark: {
          ...{ type: 'text' as const, align: 'left' as const, baseline: 'top' as const, fontSize: 9 },
          ...{ lineBreak: '\n', color: '#333333' },
        },
        encoding: { x: { value: 7 }, y: { value: 6 }, text: { field: 'remark', type: 'nominal' } },
      },
      panelTitleLines(title, width, titleSize),
    ],
  };
}

/** At most MOST_POINTS of the pairs, evenly over their order, and every one that is above the line. */
function thinned(pairs: readonly GradientPair[]): readonly GradientPair[] {
  if (pairs.length <= MOST_POINTS) return pairs;
  const taken = new Set(
    Array.from({ length: MOST_POINTS }, (_, i) => Math.floor((i * pairs.length) / MOST_POINTS)),
  );
  return pairs.filter((pair, i) => taken.has(i) || isAbove(pair));
}
