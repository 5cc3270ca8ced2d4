/** The numbers of learning curves. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../../context.ts';
import { distinctNumbers } from '../../order.ts';
import { rangeOf } from '../../statistics/scale.ts';
import { sampleOf, stratifiedMean } from '../../statistics/stratified-mean.ts';
import { labelsOf } from '../../summary/labels-of.ts';
import { runsAt } from '../../summary/place.ts';
import type { MeasuredPlace } from '../../summary/summarise-measures.ts';
import { summariseScores } from '../../summary/summarise-scores.ts';
import { markedScore } from '../vocabulary/estimates.ts';
import { facetTitle } from '../vocabulary/facet-title.ts';
import { sparsityFacets } from '../vocabulary/sparsity-facets.ts';
import type { LinePanelData, LinePoint } from './line-data.ts';

/** The planned places with all of their runs, diverged ones too. */
export function curvedPlaces(
  observations: readonly Observation[],
  context: AnalysisContext,
): MeasuredPlace[] {
  return summariseScores(observations, context)
    .filter(({ expected }) => expected > 0)
    .map((place) => ({ place, runs: runsAt(observations, place) }));
}

/** A row for each task, or for each task and architecture where there are several sparsities. */
export function curveRows(
  places: readonly MeasuredPlace[],
  methods: readonly string[],
  context: AnalysisContext,
): LinePanelData[][] {
  const summaries = places.map(({ place }) => place);
  const architectures = labelsOf('architecture', summaries, context);
  const facets = sparsityFacets(places);
  const perTask = labelsOf('task', summaries, context).map((task) =>
    architectures.map((architecture) =>
      facets.flatMap(({ label, includes }): LinePanelData[] => {
        const members = places.filter(
          (one) => one.place.task === task && one.place.architecture === architecture && includes(one),
        );
        const metric = members[0]?.place.metric ?? null;
        const points = methods.flatMap((method) =>
          members.filter(({ place }) => place.method === method).flatMap((one) => lineOf(one, context)),
        );
        const title = facetTitle(task, architectures.length > 1 ? architecture : null, label);
        return metric === null || points.length === 0 ? [] : [{ title, metric, points, levels: [] }];
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
    const estimate = stratifiedMean(
      reached.map(({ seed, value }) => sampleOf(task, seed, value)),
      confidence,
      rangeOf(metric),
    );
    return [{ method, x: step, ...markedScore(estimate, metric), n: estimate.n }];
  });
}
