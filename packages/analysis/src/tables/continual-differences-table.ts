/** Methods beside each other on streams: what they know at the end, what they learned, what they forgot. */
import type { Metric } from '@dsrnn/records';
import { measureIn } from '../measure-in.ts';
import {
  compareParts,
  comparedMeasures,
  type MeasureDifference,
  type PartComparison,
} from '../summary/compare-parts.ts';
import { subjectOf, type Side } from '../summary/compare-with-subject.ts';
import { pairsOfSubject, pairsWithReference } from '../summary/method-pairs.ts';
import { partPlaces } from '../summary/part-places.ts';
import { directionText, meaningText } from '../text/measure-text.ts';
import { differenceUnit, percentText, scoreText } from '../text/score-text.ts';
import { intervalText, missingNote, SPARSITY_MEANING } from '../text/caption.ts';
import { estimateText } from '../text/estimate-text.ts';
import { estimateFields, estimateRaw, remarked } from './cells.ts';
import { errorNote, MATRIX_MEANING } from './continual-words.ts';
import { column, tableOf, textColumn, type TableBuilder } from './declared-table.ts';
import { learningNotes, NEITHER_LEARNED } from './learning-notes.ts';
import { metricColumn, metricsOf, streamColumns } from './part-columns.ts';
import { NO_VALUE, type Cell } from './table.ts';

/**
 * One row per (stream, strategy, architecture) and pair of methods: every method − the reference, then the first sparse
 * method − every other, matched as in the ranking. Cells read `mean [low, high] (better in 3 of 5)`. Throws AnalysisError if no run
 * has parts.
 */
export const buildContinualDifferencesTable: TableBuilder = (observations, context) => {
  const parts = partPlaces(observations, context, 'table continual-differences');
  const places = parts.map(({ place }) => place);
  const subject = subjectOf(observations, context);
  const pairs = [
    ...pairsWithReference(observations, context),
    ...(subject === null ? [] : pairsOfSubject(subject, observations, context)).filter(
      ([, theirs]) => theirs.method !== context.reference,
    ),
  ];
  const compared = compareParts(parts, pairs, context);
  const { metrics, shared } = metricsOf(compared);
  const declared = comparedMeasures.map((name) =>
    (metrics.length === 0 ? (['accuracy'] as const) : metrics).map((metric) =>
      measureIn(context, `parts.${name}`, metric),
    ),
  );
  const meanings = declared.map(([one]) => meaningText(one!)).join('. ');
  return tableOf<PartComparison>({
    id: 'continual-differences',
    caption: `${context.experiment}, profile ${context.profile}: differences of methods in pairs of one stream, strategy, architecture and seed, as ${intervalText(context)} (pairs in which the first is better, of all pairs). ${meanings}. ${directionText(declared)} ${MATRIX_MEANING}.${errorNote(metrics)} Differences in scores above 0 are better for the first method (of MSE with the sign turned), differences in forgetting below 0. Who learns less has less to forget: read both. Pairs: seeds in which both completed. Not corrected for the number of comparisons. ${SPARSITY_MEANING[context.sparsityOf]}. Nothing was selected on test data.`,
    columns: [
      ...streamColumns(parts),
      textColumn('Architecture', 'architecture', ({ architecture }: PartComparison) => architecture),
      {
        ...column('Difference', null, ['method', 'sparsity', 'other', 'other_sparsity'], sidesCell),
        align: 'left',
      },
      ...(shared === null ? [metricColumn(({ metric }: PartComparison) => metric)] : []),
      column('Pairs', null, ['pairs', 'unpaired'], pairsCell),
      ...comparedMeasures.map((name, i) =>
        column(
          declared[i]![0]!.title,
          shared === null ? null : differenceUnit(shared),
          [...estimateFields(name), `${name}_better`, `${name}_pairs`],
          ({ differences, metric }: PartComparison) => differenceCell(differences[name], metric),
        ),
      ),
    ],
    items: compared,
    notes: [
      missingNote(places),
      ...learningNotes(places),
      compared.some(({ unpaired }) => unpaired > 0)
        ? 'alone: completed runs whose partner diverged or is missing; they are left out.'
        : null,
    ],
  });
};

function sidesCell({ ours, theirs }: PartComparison): Cell {
  const text = ({ method, sparsity }: Side): string =>
    sparsity === 0 ? method : `${method} at ${percentText(sparsity)}`;
  return {
    text: `${text(ours)} − ${text(theirs)}`,
    raw: [ours.method, ours.sparsity, theirs.method, theirs.sparsity],
  };
}

function pairsCell({ pairs, unpaired, unlearned }: PartComparison): Cell {
  const remarks = [...(unpaired === 0 ? [] : [`${unpaired} alone`]), ...(unlearned ? [NEITHER_LEARNED] : [])];
  return { text: remarked(String(pairs), remarks), raw: [pairs, unpaired] };
}

function differenceCell(found: MeasureDifference | null, metric: Metric | null): Cell {
  if (found === null || metric === null) return { text: NO_VALUE, raw: [null, null, null, 0, 0] };
  const { difference, better } = found;
  return {
    text: `${estimateText(difference, (value) => scoreText(value, metric))} (${better} of ${difference.n})`,
    raw: [...estimateRaw(difference), better, difference.n],
  };
}
