/** Methods beside each other on streams: what they know at the end, what they learned, what they forgot. */
import type { Metric, Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
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
import { differenceUnit, metricUnit, percentText, scoreText } from '../text/score-text.ts';
import { intervalText, missingText, SPARSITY_MEANING } from '../text/caption.ts';
import { errorNote, MATRIX_MEANING } from './continual-words.ts';
import { estimateText, intervalOf } from '../text/estimate-text.ts';
import type { Cell, Column, Table } from './table.ts';
import { learningNotes, NEITHER_LEARNED } from './learning-notes.ts';
import { NO_VALUE, textCell } from './table.ts';

/**
 * One row per (stream, strategy, architecture) and pair of methods: every method − the reference, then the first sparse
 * method − every other, matched as in the ranking. Cells read `mean [low, high] (better in 3 of 5)`. Throws AnalysisError if no run
 * has parts.
 */
export function buildContinualDifferencesTable(
  observations: readonly Observation[],
  context: AnalysisContext,
): Table {
  const places = partPlaces(observations, context, 'table continual-differences');
  const subject = subjectOf(observations, context);
  const pairs = [
    ...pairsWithReference(observations, context),
    ...(subject === null ? [] : pairsOfSubject(subject, observations, context)).filter(
      ([, theirs]) => theirs.method !== context.reference,
    ),
  ];
  const compared = compareParts(places, pairs, context);
  const metrics = [...new Set(compared.flatMap(({ metric }) => metric ?? []))];
  const shared = metrics.length === 1 ? metrics[0]! : null;
  const strategic = places.some(({ strategy }) => strategy !== null);
  const missing = missingText(places.map(({ place }) => place));
  const declared = comparedMeasures.map((name) =>
    (metrics.length === 0 ? (['accuracy'] as const) : metrics).map((metric) =>
      measureIn(context, `parts.${name}`, metric),
    ),
  );
  const meanings = declared.map(([one]) => meaningText(one!)).join('. ');
  return {
    id: 'continual-differences',
    caption: `${context.experiment}, profile ${context.profile}: differences of methods in pairs of one stream, strategy, architecture and seed, as ${intervalText(context)} (pairs in which the first is better, of all pairs). ${meanings}. ${directionText(declared)} ${MATRIX_MEANING}.${errorNote(metrics)} Differences in scores above 0 are better for the first method (of MSE with the sign turned), differences in forgetting below 0. Who learns less has less to forget: read both. Pairs: seeds in which both completed. Not corrected for the number of comparisons. ${SPARSITY_MEANING[context.sparsityOf]}. Nothing was selected on test data.`,
    columns: [
      { label: 'Stream', align: 'left', unit: null, fields: ['stream'] },
      ...(strategic
        ? [{ label: 'Strategy', align: 'left', unit: null, fields: ['strategy'] } satisfies Column]
        : []),
      { label: 'Architecture', align: 'left', unit: null, fields: ['architecture'] },
      {
        label: 'Difference',
        align: 'left',
        unit: null,
        fields: ['method', 'sparsity', 'other', 'other_sparsity'],
      },
      ...(shared === null
        ? [{ label: 'Metric', align: 'left', unit: null, fields: ['metric'] } satisfies Column]
        : []),
      { label: 'Pairs', align: 'right', unit: null, fields: ['pairs', 'unpaired'] },
      ...comparedMeasures.map((name, i): Column => {
        return {
          label: declared[i]![0]!.title,
          align: 'right',
          unit: shared === null ? null : differenceUnit(shared),
          fields: [name, `${name}_low`, `${name}_high`, `${name}_better`, `${name}_pairs`],
        };
      }),
    ],
    rows: compared.map((one) => rowOf(one, strategic, shared === null)),
    footer: [],
    notes: [
      ...(missing === null ? [] : [`${missing}.`]),
      ...learningNotes(places.map(({ place }) => place)),
      ...(compared.some(({ unpaired }) => unpaired > 0)
        ? ['alone: completed runs whose partner diverged or is missing; they are left out.']
        : []),
    ],
  };
}

function rowOf(one: PartComparison, strategic: boolean, mixed: boolean): Cell[] {
  const { stream, strategy, architecture, ours, theirs, metric, pairs, unpaired, unlearned, differences } =
    one;
  const remarks = [
    ...(unpaired === 0 ? [] : [`${String(unpaired)} alone`]),
    ...(unlearned ? [NEITHER_LEARNED] : []),
  ];
  return [
    textCell(stream),
    ...(strategic ? [textCell(strategy ?? NO_VALUE)] : []),
    textCell(architecture),
    {
      text: `${sideText(ours)} − ${sideText(theirs)}`,
      raw: [ours.method, ours.sparsity, theirs.method, theirs.sparsity],
    },
    ...(mixed ? [{ text: metric === null ? NO_VALUE : metricUnit(metric), raw: [metric] }] : []),
    {
      text: `${String(pairs)}${remarks.length === 0 ? '' : ` (${remarks.join('; ')})`}`,
      raw: [pairs, unpaired],
    },
    ...comparedMeasures.map((name) => differenceCell(differences[name], metric)),
  ];
}

function sideText({ method, sparsity }: Side): string {
  return sparsity === 0 ? method : `${method} at ${percentText(sparsity)}`;
}

function differenceCell(found: MeasureDifference | null, metric: Metric | null): Cell {
  if (found === null || metric === null) return { text: NO_VALUE, raw: [null, null, null, 0, 0] };
  const { difference, better } = found;
  return {
    text: `${estimateText(difference, (value) => scoreText(value, metric))} (${String(better)} of ${String(difference.n)})`,
    raw: [difference.point, ...(intervalOf(difference) ?? [null, null]), better, difference.n],
  };
}
