/** The rows of a forest plot of differences to the reference. */
import type { Metric, Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../../context.ts';
import { AnalysisError } from '../../errors.ts';
import { distinctNumbers } from '../../order.ts';
import { compareWithReference, type Comparison } from '../../summary/compare-with-reference.ts';
import { labelsOf } from '../../summary/labels-of.ts';
import type { ScoreSummary } from '../../summary/summarise-scores.ts';
import { markedDifference } from '../vocabulary/estimates.ts';
import { methodStyles, type MethodStyle } from '../vocabulary/method-styles.ts';
import { placeGroups } from '../vocabulary/place-groups.ts';
import { methodAt } from '../vocabulary/sparsity-facets.ts';
import type { ForestRow } from './forest-panel.ts';

/** Panels by architecture, their rows, and the names of these. */
export interface DifferenceRows {
  readonly groups: readonly (readonly DifferencePanel[])[];
  readonly labels: readonly string[];
  /** The one sparsity of all methods; null where there are several. */
  readonly sparsity: number | null;
}

/** A panel. */
export interface DifferencePanel {
  readonly title: readonly string[];
  readonly metric: Metric;
  readonly rows: readonly ForestRow[];
}

/** The comparisons with the reference. Throws AnalysisError if none has a difference. */
export function comparedPlaces(
  summaries: readonly ScoreSummary[],
  observations: readonly Observation[],
  context: AnalysisContext,
  what: string,
): Comparison[] {
  const comparisons = compareWithReference(summaries, observations, context);
  if (comparisons.some(({ difference }) => difference !== null)) return comparisons;
  throw new AnalysisError(
    `${what}: no completed run has a partner of the same architecture, task and seed; run ${context.reference} of ${context.experiment} and at least one other method`,
  );
}

/** Panels by architecture and task; rows by method and sparsity, the same in all panels. */
export function differenceRows(compared: readonly Comparison[], context: AnalysisContext): DifferenceRows {
  const places = compared.map(({ summary }) => summary);
  const methods = labelsOf('method', places, context);
  const styles = methodStyles(methods);
  const sparsities = distinctNumbers(places.map(({ sparsity }) => sparsity));
  const single = sparsities.length === 1;
  const rows = methods.flatMap((method, i) =>
    distinctNumbers(places.filter((place) => place.method === method).map(({ sparsity }) => sparsity)).map(
      (sparsity): RowPlace => {
        const label = single ? method : methodAt(method, sparsity);
        return { method, sparsity, label, style: styles[i]! };
      },
    ),
  );
  const groups = placeGroups(
    compared,
    ({ summary }) => summary,
    context,
    (here, { architecture, task, architectures, tasks }): DifferencePanel[] => {
      const metric = here[0]?.summary.metric ?? null;
      const title = [...(architectures.length > 1 || tasks.length === 1 ? [architecture] : []), task];
      return metric === null
        ? []
        : [{ title: [title.join(', ')], metric, rows: rows.map((row) => forestRow(row, here, metric)) }];
    },
  );
  return { groups, labels: rows.map(({ label }) => label), sparsity: single ? sparsities[0]! : null };
}

interface RowPlace {
  readonly method: string;
  readonly sparsity: number;
  readonly label: string;
  readonly style: MethodStyle;
}

/** A row of one panel: what is not planned there stays empty. */
function forestRow(
  { method, sparsity, label, style: { color, shape } }: RowPlace,
  comparisons: readonly Comparison[],
  metric: Metric,
): ForestRow {
  const found = comparisons.find(({ summary }) => summary.method === method && summary.sparsity === sparsity);
  const row = { label, color, shape };
  const empty = { point: null, low: null, high: null };
  if (found === undefined) return { ...row, ...empty, remark: 'not planned' };
  const { difference, divergedPairs, unlearned } = found;
  const pairs = (difference?.n ?? 0) + divergedPairs;
  const lost = divergedPairs === 0 ? [] : [`${divergedPairs} of ${pairs} div.`];
  if (difference === null) {
    return {
      ...{ ...row, ...empty },
      remark: [unlearned ? 'neither has learned' : 'no pair', ...lost].join(', '),
    };
  }
  return { ...row, ...markedDifference(difference, metric), remark: lost.join() };
}
