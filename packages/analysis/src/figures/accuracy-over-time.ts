/** Figure: how well a model knows what it has learned so far, from experience to experience. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { orderLabels } from '../order.ts';
import { mean } from '../statistics/mean.ts';
import { rangeOf } from '../statistics/scale.ts';
import { stratifiedMean, type Estimate } from '../statistics/stratified-mean.ts';
import { isSequential, partPlaces, sequentialPlaces, type PartPlace } from '../summary/part-places.ts';
import { percentText } from '../text/score-text.ts';
import {
  inUnit,
  linePanel,
  type LinePanelData,
  type LinePoint,
  verticalDomain,
} from './panels/line-panel.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { stylesWithReference } from './vocabulary/method-styles.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import { partSubtitle } from './vocabulary/part-subtitle.ts';
import { sparsityFacets } from './vocabulary/sparsity-facets.ts';

/**
 * A row of panels per stream and architecture, a panel per sequential strategy (and sparsity), a line per method: mean
 * over the parts learned so far of their test scores. Dotted rules: the end of runs that learned all parts at once with
 * the first such strategy. The panels of a row have one vertical axis. Throws AnalysisError if no run learned one part
 * after the other.
 */
export function accuracyOverTime(
  observations: readonly Observation[],
  context: AnalysisContext,
): TopLevelSpec {
  const what = 'figure accuracy-over-time';
  const all = partPlaces(observations, context, what);
  const sequential = sequentialPlaces(observations, context, what);
  const methods = orderLabels(
    context.methods,
    sequential.map(({ place }) => place.method),
  );
  const styles = stylesWithReference(methods, context.reference);
  const rows = rowsOf(sequential, all, methods, context);
  const rules = [...new Set(rows.flat().flatMap(({ joint }) => joint ?? []))];
  const look = {
    styles,
    xTitle: 'parts learned',
    xFormat: 'd',
    scoredOn: 'test',
    doubling: false,
    interval: 'band',
  } as const;
  const groups = rows.map((row) => row.map((data) => ({ title: data.title, data, y: verticalDomain(row) })));
  return figurePage({
    title: 'Score on what was learned so far',
    subtitle: [
      partSubtitle(sequential, context),
      `mean test score over the parts learned so far; mean over seeds with ${percentText(context.confidence)} interval (band)`,
      ...(rules.length === 0
        ? []
        : [
            `dotted: mean over all parts of the same method when they are learned at once (${rules.join(', ')})`,
          ]),
      ...(groups.length === 1 ? [] : ['the panels of a stream share their vertical axis']),
    ],
    groups,
    needs: { left: leftOf(groups), below: 20 },
    draw: ({ data, y }, place) => {
      const last = Math.max(...data.points.map(({ x }) => x));
      const ticks = Array.from({ length: last }, (_, k) => k + 1);
      return linePanel(data, look, { x: [1, last], ticks, y, shared: true }, place);
    },
    legends: (width) => [panelLegend(styles, null, width)],
  });
}

/** Only the first panel of a group has labels at its left: room for a panel in the mean over the columns. */
function leftOf(groups: readonly (readonly unknown[])[]): number {
  const panels = groups.reduce((sum, { length }) => sum + length, 0);
  return Math.max(28, Math.ceil((50 * groups.length + 8 * (panels - groups.length)) / panels));
}

interface OverTime extends LinePanelData {
  /** The strategy behind the levels; null without any. */
  readonly joint: string | null;
}

function rowsOf(
  sequential: readonly PartPlace[],
  all: readonly PartPlace[],
  methods: readonly string[],
  context: AnalysisContext,
): OverTime[][] {
  const streams = [...new Set(sequential.map(({ stream }) => stream))];
  const strategies = [...new Set(sequential.map(({ strategy }) => strategy))];
  const architectures = orderLabels(
    context.architectures,
    sequential.map(({ place }) => place.architecture),
  );
  const facets = sparsityFacets(sequential);
  const rows = streams.flatMap((stream) =>
    architectures.map((architecture) => {
      const isHere = (one: PartPlace): boolean =>
        one.stream === stream && one.place.architecture === architecture;
      const together = all.filter(
        (one) => isHere(one) && one.names.length > 1 && !one.runs.some(isSequential),
      );
      const joint = together[0]?.strategy ?? null;
      return strategies.flatMap((strategy) =>
        facets.flatMap(({ label, includes }): OverTime[] => {
          const members = sequential.filter(
            (one) => isHere(one) && one.strategy === strategy && includes(one),
          );
          const metric = members[0]?.place.metric ?? null;
          if (metric === null) return [];
          const second = [...(strategy === null ? [] : [strategy]), ...(label === null ? [] : [label])];
          const level = (method: string) =>
            together
              .filter((one) => one.strategy === joint && one.place.method === method && includes(one))
              .flatMap(({ place }) =>
                place.score === null ? [] : [{ method, score: inUnit(place.score.point, metric) }],
              );
          return [
            {
              title: [
                architectures.length > 1 ? `${stream}, ${architecture}` : stream,
                ...(second.length === 0 ? [] : [second.join(', ')]),
              ],
              ...{ metric, joint },
              points: methods.flatMap((method) =>
                members
                  .filter(({ place }) => place.method === method)
                  .flatMap((one) => pointsOf(one, context)),
              ),
              levels: methods.flatMap(level),
            },
          ];
        }),
      );
    }),
  );
  return rows.filter(({ length }) => length > 0);
}

/** The points of one line: after each stage. */
function pointsOf(one: PartPlace, context: AnalysisContext): LinePoint[] {
  const { method, metric } = one.place;
  if (metric === null || one.runs.length === 0) return [];
  return one.names.map((_, stage) => {
    const { point, low, high, n } = knownAfter(one, stage, context);
    return {
      method,
      x: stage + 1,
      score: inUnit(point, metric),
      low: inUnit(low, metric),
      high: inUnit(high, metric),
      n,
    };
  });
}

/** Mean over the parts up to `stage` (from 0) of the scores after it, over the seeds of a place with runs. */
export function knownAfter(
  { place, task, runs }: PartPlace,
  stage: number,
  { confidence }: Pick<AnalysisContext, 'confidence'>,
): Estimate {
  return stratifiedMean(
    runs.map(({ seed, parts }) => ({
      stratum: task,
      key: String(seed),
      value: mean(parts.scores[stage]!.slice(0, stage + 1)),
    })),
    confidence,
    place.metric === null ? undefined : rangeOf(place.metric),
  );
}
