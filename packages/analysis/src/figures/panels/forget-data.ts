/** The numbers of a figure of forgetting beside the reference. */
import { groupBy } from '@dsrnn/portable';
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../../context.ts';
import { AnalysisError } from '../../errors.ts';
import { compareParts, type PartComparison } from '../../summary/compare-parts.ts';
import { pairsWithReference } from '../../summary/method-pairs.ts';
import { partPlaces, type PartPlace } from '../../summary/part-places.ts';
import { differenceUnit } from '../../text/score-text.ts';
import { markedDifference } from '../vocabulary/estimates.ts';
import type { MethodStyle } from '../vocabulary/method-styles.ts';
import { methodAt } from '../vocabulary/sparsity-facets.ts';
import type { BandPanel, BandPoint } from './forget-panel.ts';

/** The comparisons of tasks in which something can be forgotten, and the places of these tasks. Throws AnalysisError without any. */
export function comparedForgetting(
  observations: readonly Observation[],
  context: AnalysisContext,
  what: string,
): { readonly places: readonly PartPlace[]; readonly forgetting: readonly PartComparison[] } {
  const { experiment, reference } = context;
  const places = partPlaces(observations, context, what);
  const compared = compareParts(places, pairsWithReference(observations, context), context);
  const forgetting = compared.filter(({ task }) =>
    compared.some((other) => other.task === task && other.differences.forgetting !== null),
  );
  if (forgetting.length === 0) {
    throw new AnalysisError(
      `${what}: no run of ${experiment} that learned one part after the other has a partner of ${reference} with the same seed; run ${reference} and another method under a strategy such as fine-tune`,
    );
  }
  const tasks = new Set(forgetting.map(({ task }) => task));
  return { places: places.filter(({ task }) => tasks.has(task)), forgetting };
}

/** Two panels for each stream and architecture: forgetting, then learning. */
export function forgettingPairs(
  forgetting: readonly PartComparison[],
  styles: readonly MethodStyle[],
): BandPanel[][] {
  const several = new Set(forgetting.map(({ architecture }) => architecture)).size > 1;
  const groups = groupBy(forgetting, ({ stream, architecture }) =>
    several ? `${stream}, ${architecture}` : stream,
  );
  return [...groups].map(([title, members]) => panelsOf(title, members, styles));
}

function panelsOf(
  title: string,
  members: readonly PartComparison[],
  styles: readonly MethodStyle[],
): BandPanel[] {
  const metric = members[0]!.metric ?? 'accuracy';
  const strategies = [...new Set(members.map(({ strategy }) => strategy ?? ''))];
  const sparsities = new Set(members.map(({ ours }) => ours.sparsity));
  const rowOf = ({ ours: { method, sparsity } }: PartComparison): string =>
    sparsities.size > 1 ? methodAt(method, sparsity) : method;
  const methods = styles.flatMap(({ method }) => [
    ...new Set(members.filter(({ ours }) => ours.method === method).map(rowOf)),
  ]);
  const pointsOf = (measure: 'forgetting' | 'learning'): BandPoint[] =>
    members.flatMap((one): BandPoint[] => {
      const found = one.differences[measure];
      if (found === null) return [];
      const { color, shape } = styles.find(({ method }) => method === one.ours.method)!;
      return [
        {
          ...{ strategy: one.strategy ?? '', method: rowOf(one), color, shape },
          ...markedDifference(found.difference, metric),
        },
      ];
    });
  const unit = differenceUnit(metric);
  return [
    { title: [title, `forgetting, ${unit}`], strategies, methods, points: pointsOf('forgetting') },
    { title: ['', `learned, ${unit}`], strategies, methods, points: pointsOf('learning') },
  ];
}
