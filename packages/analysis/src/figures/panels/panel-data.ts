/** The numbers of a panel, taken from score summaries: sorted, in the unit of the axis, with six significant digits. */
import type { Metric } from '@dsrnn/records';
import type { AnalysisContext } from '../../context.ts';
import type { ScoreSummary } from '../../summary/summarise-scores.ts';
import { markedScore, type MarkedScore } from '../vocabulary/estimates.ts';
import type { PanelFloor } from '../vocabulary/floor-marks.ts';
import { inUnit, paddedDomain, sixDigits } from '../vocabulary/numbers.ts';
import { divergedNotes, notesHeight, type DivergedNote } from './diverged-notes.ts';

/** The reference: a level with its interval. */
export type ReferenceLevel = { readonly method: string } & MarkedScore;

/** One point over its completed runs. Accuracy is in percent. */
export interface PanelPoint extends MarkedScore {
  readonly method: string;
  readonly sparsity: number;
  readonly x: number;
  readonly n: number;
}

/** A panel with its own vertical domain. */
export interface PanelData {
  /** One entry a line. */
  readonly title: readonly string[];
  readonly metric: Metric;
  readonly points: readonly PanelPoint[];
  readonly diverged: readonly DivergedNote[];
  readonly reference: ReferenceLevel | null;
  readonly floors: readonly PanelFloor[];
  readonly domain: readonly [number, number];
}

/** Horizontal position of a summary of the method with this index; null leaves it out. */
export type Position = (summary: ScoreSummary, methodIndex: number) => number | null;

/**
 * The data of one panel; null when no run of it was seen. Points are sorted by method, the first method last so that
 * it is drawn on top, then by sparsity. The reference is its least sparsity. Floors are shown only where they fall
 * within the padded domain of the scores: they never stretch it.
 */
export function panelData(
  summaries: readonly ScoreSummary[],
  title: readonly string[],
  methods: readonly string[],
  position: Position,
  context: AnalysisContext,
): PanelData | null {
  const metric = summaries.find(({ metric: known }) => known !== null)?.metric ?? null;
  const seen = summaries.filter(({ completed, diverged }) => completed + diverged > 0);
  if (metric === null || seen.length === 0) return null;
  const placed = methods
    .flatMap((method, index) =>
      seen
        .filter((summary) => summary.method === method)
        .flatMap((summary) => {
          const x = position(summary, index);
          return x === null ? [] : [{ summary, index, x: sixDigits(x) }];
        }),
    )
    .sort((a, b) => b.index - a.index || a.summary.sparsity - b.summary.sparsity);
  const points = placed.flatMap(({ summary: { method, sparsity, score, completed }, x }): PanelPoint[] =>
    score === null ? [] : [{ method, sparsity, x, ...markedScore(score, metric), n: completed }],
  );
  const lost = placed.filter(({ summary }) => summary.diverged > 0).reverse();
  const levels = seen.filter(({ method }) => method === context.reference);
  const reference =
    levels.flatMap(({ method, score }): ReferenceLevel[] =>
      score === null ? [] : [{ method, ...markedScore(score, metric) }],
    )[0] ?? null;
  const ends = [...points, ...(reference === null ? [] : [reference])].flatMap(({ low, high }) => [
    low,
    high,
  ]);
  const domain: [number, number] =
    ends.length === 0 ? [0, 1] : paddedDomain(ends, { below: notesHeight(lost) });
  return {
    title,
    metric,
    points,
    diverged: divergedNotes(lost, domain),
    reference,
    floors: context.floors
      .filter(({ task }) => task === seen[0]?.task)
      .map(({ label, score }) => ({ label, score: inUnit(score, metric) }))
      .filter(({ score }) => score >= domain[0] && score <= domain[1]),
    domain,
  };
}
