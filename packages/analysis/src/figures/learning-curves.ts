/** Figure: the score on validation data in the course of training. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { distinctNumbers, orderLabels } from '../order.ts';
import { rangeOf } from '../statistics/scale.ts';
import { stratifiedMean } from '../statistics/stratified-mean.ts';
import type { MeasuredPlace } from '../summary/summarise-measures.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { missingText, runCountText } from '../text/caption.ts';
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
import { sparsityFacets, sparsityText } from './vocabulary/sparsity-facets.ts';

/** Most marks on a line: more hide each other. */
const MOST_MARKS = 15;
/** Most intervals between the ticks of the steps. */
const MOST_INTERVALS = 4;

/**
 * A panel per task and architecture, a row for each task; at several sparsities a row for each of both, a panel per
 * sparsity. A line per method: validation score over optimiser steps. A diverged run counts as far as it went; a step
 * is drawn where all others of the place have a point. The panels of a row share both axes. Evaluations are at the
 * target sparsity, save of methods that find it in training (`delta`). Throws AnalysisError if no run was evaluated
 * twice, and as `summariseScores` does.
 */
export function learningCurves(observations: readonly Observation[], context: AnalysisContext): TopLevelSpec {
  if (!observations.some(({ curve }) => curve.length > 1)) {
    throw new AnalysisError(
      `figure learning-curves: no run of ${context.experiment} was evaluated twice or more in training; expected a training recipe whose \`evaluateEvery\` is less than its \`steps\`: change it under \`train:\` and run the experiment again`,
    );
  }
  const places = placesOf(observations, context);
  const methods = orderLabels(
    context.methods,
    places.map(({ place }) => place.method),
  );
  const styles = stylesWithReference(methods, context.reference);
  const rows = rowsOf(places, methods, context);
  const look = {
    styles,
    xTitle: 'optimiser steps',
    xFormat: ',d',
    scoredOn: 'validation',
    doubling: false,
    interval: 'band',
  } as const;
  const groups = rows.map((row) => {
    const steps = distinctNumbers(row.flatMap(({ points }) => points.map(({ x }) => x)));
    const last = steps.at(-1)!;
    const domains = {
      x: [0, last] as const,
      ticks: roundTicks(last),
      marked: evenlyUpToLast(steps, MOST_MARKS),
      y: verticalDomain(row),
    };
    return row.map((data) => ({ title: data.title, data, domains }));
  });
  const drawn = new Set(rows.flat().flatMap(({ points }) => points.map(({ method }) => method)));
  return figurePage({
    title: 'Validation score in training',
    subtitle: subtitle(places, context),
    groups,
    needs: { left: 60 },
    draw: ({ data, domains }, place) => linePanel(data, look, domains, { ...place, lowest: true }),
    legends: (width) => [
      panelLegend(
        styles.filter(({ method }) => drawn.has(method)),
        null,
        width,
      ),
    ],
  });
}

/** The planned places with all of their runs, diverged ones too. */
function placesOf(observations: readonly Observation[], context: AnalysisContext): MeasuredPlace[] {
  return summariseScores(observations, context)
    .filter(({ expected }) => expected > 0)
    .map((place) => ({
      place,
      runs: observations
        .filter(
          ({ architecture, method, sparsity, task }) =>
            architecture === place.architecture &&
            method === place.method &&
            sparsity === place.sparsity &&
            task === place.task,
        )
        .sort((a, b) => a.seed - b.seed),
    }));
}

function rowsOf(
  places: readonly MeasuredPlace[],
  methods: readonly string[],
  context: AnalysisContext,
): LinePanelData[][] {
  const tasks = orderLabels(
    context.tasks,
    places.map(({ place }) => place.task),
  );
  const architectures = orderLabels(
    context.architectures,
    places.map(({ place }) => place.architecture),
  );
  const facets = sparsityFacets(places);
  const perTask = tasks.map((task) =>
    architectures.map((architecture) =>
      facets.flatMap(({ label, includes }): LinePanelData[] => {
        const members = places.filter(
          (one) => one.place.task === task && one.place.architecture === architecture && includes(one),
        );
        const metric = members[0]?.place.metric ?? null;
        if (metric === null) return [];
        const points = methods.flatMap((method) =>
          members.filter(({ place }) => place.method === method).flatMap((one) => lineOf(one, context)),
        );
        if (points.length === 0) return [];
        const second = [
          ...(architectures.length > 1 ? [architecture] : []),
          ...(label === null ? [] : [label]),
        ];
        return [
          {
            title: [task, ...(second.length === 0 ? [] : [second.join(', ')])],
            ...{ metric, points, levels: [] },
          },
        ];
      }),
    ),
  );
  const rows = facets.length > 1 ? perTask.flat() : perTask.map((row) => row.flat());
  return rows.filter(({ length }) => length > 0);
}

/** The points of one line. */
function lineOf({ place, runs }: MeasuredPlace, { confidence }: AnalysisContext): LinePoint[] {
  const { method, task, metric } = place;
  if (metric === null) return [];
  const steps = distinctNumbers(runs.flatMap(({ curve }) => curve.map(({ step }) => step)));
  return steps.flatMap((step): LinePoint[] => {
    const reached = runs.flatMap(({ status, seed, curve }) => {
      const found = curve.find((point) => point.step === step);
      return found === undefined ? [] : [{ status, seed, value: found.validationScore }];
    });
    if (reached.filter(({ status }) => status === 'completed').length < place.completed) return [];
    const { point, low, high, n } = stratifiedMean(
      reached.map(({ seed, value }) => ({ stratum: task, key: String(seed), value })),
      confidence,
      rangeOf(metric),
    );
    return [
      {
        ...{ method, x: step, score: inUnit(point, metric) },
        ...{ low: inUnit(low, metric), high: inUnit(high, metric), n },
      },
    ];
  });
}

function subtitle(places: readonly MeasuredPlace[], context: AnalysisContext): string[] {
  const missing = missingText(places.map(({ place }) => place));
  const diverged = places.reduce((sum, { place }) => sum + place.diverged, 0);
  const architectures = new Set(places.map(({ place }) => place.architecture));
  const sparsity = sparsityText(places);
  return [
    [
      context.experiment,
      ...(architectures.size === 1 ? architectures : []),
      `profile ${context.profile}`,
      runCountText(places),
      ...(sparsity === null ? [] : [sparsity]),
      ...(missing === null ? [] : [missing]),
    ].join(', '),
    `validation score; mean over seeds with ${percentText(context.confidence)} interval (band)`,
    `a step is drawn where all seeds of the line that have not diverged have a point${
      diverged === 0 ? '' : `; diverged runs, shown as far as they went: ${String(diverged)}`
    }`,
  ];
}

/** Multiples of 1, 2 or 5 times a power of ten from 0 to `last`, a positive integer. */
function roundTicks(last: number): number[] {
  for (let power = 1; ; power *= 10) {
    for (const interval of [power, 2 * power, 5 * power]) {
      const count = Math.floor(last / interval);
      if (count <= MOST_INTERVALS) return Array.from({ length: count + 1 }, (_, i) => i * interval);
    }
  }
}

/** At most `most` of the values at equal distances in their order, the last among them. */
function evenlyUpToLast(values: readonly number[], most: number): number[] {
  const every = Math.ceil(values.length / most);
  return values.filter((_, i) => (values.length - 1 - i) % every === 0);
}
