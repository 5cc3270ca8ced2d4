/** What a model knows of the parts that it has learned so far, stage by stage. */
import type { AnalysisContext } from '../../context.ts';
import { mean } from '../../statistics/mean.ts';
import { rangeOf } from '../../statistics/scale.ts';
import { sampleOf, stratifiedMean, type Estimate } from '../../statistics/stratified-mean.ts';
import type { PartPlace } from '../../summary/part-places.ts';
import { markedScore } from '../vocabulary/estimates.ts';
import type { LinePoint } from './line-data.ts';

/** The points of one line: after each stage. */
export function stagePoints(one: PartPlace, context: AnalysisContext): LinePoint[] {
  const { method, metric } = one.place;
  if (metric === null || one.runs.length === 0) return [];
  return one.names.map((_, stage) => {
    const known = knownAfter(one, stage, context);
    return { method, x: stage + 1, ...markedScore(known, metric), n: known.n };
  });
}

/** Mean over the parts up to `stage` (from 0) of the scores after it, over the seeds of a place with runs. */
function knownAfter(
  { place, task, runs }: PartPlace,
  stage: number,
  { confidence }: Pick<AnalysisContext, 'confidence'>,
): Estimate {
  return stratifiedMean(
    runs.map(({ seed, parts }) => sampleOf(task, seed, mean(parts.scores[stage]!.slice(0, stage + 1)))),
    confidence,
    place.metric === null ? undefined : rangeOf(place.metric),
  );
}
