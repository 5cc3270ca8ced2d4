/** The numbers of a figure of scores on every part after every part. */
import { groupBy } from '@dsrnn/portable';
import type { Metric } from '@dsrnn/records';
import type { AnalysisContext } from '../../context.ts';
import { mean } from '../../statistics/mean.ts';
import { measuredLabelsOf } from '../../summary/labels-of.ts';
import type { PartPlace } from '../../summary/part-places.ts';
import { minus } from '../../text/formatted.ts';
import { inUnit } from '../vocabulary/numbers.ts';
import { rowNames } from '../vocabulary/sparsity-facets.ts';

/** The matrices of one stream and architecture. */
export interface Block {
  readonly title: string;
  readonly metric: Metric;
  readonly parts: number;
  readonly strategies: readonly string[];
  readonly methods: readonly string[];
  readonly cells: readonly MatrixCell[];
}

/** One cell: mean score over seeds in the unit of the metric. */
export interface MatrixCell {
  readonly strategy: string;
  readonly method: string;
  readonly after: number;
  readonly part: number;
  readonly score: number;
  /** Mean forgetting over seeds; at the last part after the first, where there is room for it. */
  readonly forgotten?: string;
}

/** A block for each stream and architecture with a run. */
export function matrixBlocks(places: readonly PartPlace[], context: AnalysisContext): Block[] {
  const rowOf = rowNames(places);
  const several = new Set(places.map(({ place }) => place.architecture)).size > 1;
  const byBlock = groupBy(places, ({ stream, place: { architecture } }) =>
    several ? `${stream}, ${architecture}` : stream,
  );
  return [...byBlock].flatMap(([title, members]) => blockOf(title, members, context, rowOf));
}

/** The block of these places; none where none of them has a run. */
function blockOf(
  title: string,
  places: readonly PartPlace[],
  context: AnalysisContext,
  rowOf: (place: PartPlace['place']) => string,
): Block[] {
  const done = places.filter(({ runs }) => runs.length > 0);
  const metric = done[0]?.place.metric ?? null;
  if (metric === null) return [];
  const inOrder = measuredLabelsOf('method', done, context).flatMap((method) =>
    done.filter(({ place }) => place.method === method),
  );
  return [
    {
      ...{ title, metric, parts: done[0]!.names.length },
      strategies: [...new Set(done.map(strategyOf))],
      methods: [...new Set(inOrder.map(({ place }) => rowOf(place)))],
      cells: done.flatMap((one) => cellsOf(one, metric, rowOf(one.place))),
    },
  ];
}

/** The cells of a place, rows first. */
function cellsOf(one: PartPlace, metric: Metric, method: string): MatrixCell[] {
  const { runs, names } = one;
  const forgetting = runs.flatMap(({ parts }) => parts.measures['forgetting'] ?? []);
  return names.flatMap((_, i) =>
    names.map((__, j): MatrixCell => {
      const score = inUnit(mean(runs.map(({ parts }) => parts.scores[i]![j]!)), metric);
      const corner = i === 0 && j === names.length - 1 && forgetting.length > 0;
      return {
        ...{ strategy: strategyOf(one), method },
        ...{ after: i + 1, part: j + 1, score },
        ...(corner ? { forgotten: shortDifference(mean(forgetting), metric) } : {}),
      };
    }),
  );
}

function strategyOf({ strategy }: PartPlace): string {
  return strategy ?? '';
}

/** Whole points of accuracy, two decimals of the others, `.43` for 0.43. */
function shortDifference(difference: number, metric: Metric): string {
  const rounded = metric === 'accuracy' ? Math.round(100 * difference) : Number(difference.toFixed(2));
  return minus(String(rounded)).replace(/^(−?)0\./, '$1.');
}
