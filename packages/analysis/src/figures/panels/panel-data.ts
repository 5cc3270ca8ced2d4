/** The numbers of a panel, taken from score summaries: sorted, in the unit of the axis, with six significant digits. */
import type { Metric } from '@dsrnn/records';
import type { AnalysisContext } from '../../context.ts';
import type { PanelFloor } from '../vocabulary/floor-marks.ts';
import type { ScoreSummary } from '../../summary/summarise-scores.ts';

/** One point over its completed runs. Accuracy is in percent. */
export interface PanelPoint {
  readonly method: string;
  readonly sparsity: number;
  readonly x: number;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** A remark at the foot of the panel that runs diverged there. */
export interface DivergedNote {
  readonly method: string;
  readonly x: number;
  /** Height of the remark in units of the vertical axis. */
  readonly at: number;
  readonly text: string;
}

/** The reference: a level with its interval. */
export interface ReferenceLevel {
  readonly method: string;
  readonly score: number;
  readonly low: number;
  readonly high: number;
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

/** Share of the vertical extent that is left free above and below. */
const PADDING = 0.06;
/** Share of the vertical extent that one line of remarks takes. */
const NOTE_HEIGHT = 0.08;

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
  const inUnit = (value: number): number => sixDigits(metric === 'accuracy' ? value * 100 : value);
  const levelOf = ({ method, score }: ScoreSummary): ReferenceLevel[] =>
    score === null
      ? []
      : [{ method, score: inUnit(score.point), low: inUnit(score.low), high: inUnit(score.high) }];
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
  const points = placed.flatMap(({ summary, x }) =>
    levelOf(summary).map(({ method, score, low, high }): PanelPoint => {
      return { method, sparsity: summary.sparsity, x, score, low, high, n: summary.completed };
    }),
  );
  const lost = placed.filter(({ summary }) => summary.diverged > 0).reverse();
  const reference = seen.filter(({ method }) => method === context.reference).flatMap(levelOf)[0] ?? null;
  const domain = paddedDomain([...points, ...(reference === null ? [] : [reference])], mostPerSparsity(lost));
  return {
    title,
    metric,
    points,
    diverged: divergedNotes(lost, domain),
    reference,
    floors: context.floors
      .filter(({ task }) => task === seen[0]?.task)
      .map(({ label, score }) => ({ label, score: inUnit(score) }))
      .filter(({ score }) => score >= domain[0] && score <= domain[1]),
    domain,
  };
}

/** Rounded to six significant digits, so that the written JSON changes only where the numbers do. */
export function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}

interface Placed {
  readonly summary: ScoreSummary;
  readonly x: number;
}

function paddedDomain(
  levels: readonly { readonly low: number; readonly high: number }[],
  noteLines: number,
): [number, number] {
  if (levels.length === 0) return [0, 1];
  const low = Math.min(...levels.map((level) => level.low));
  const high = Math.max(...levels.map((level) => level.high));
  const extent = high > low ? high - low : Math.abs(high) || 1;
  return [sixDigits(low - extent * (PADDING + NOTE_HEIGHT * noteLines)), sixDigits(high + extent * PADDING)];
}

/** The most methods that diverged at one sparsity: as many lines of remarks are needed. */
function mostPerSparsity(lost: readonly Placed[]): number {
  const sparsities = lost.map(({ summary }) => summary.sparsity);
  return Math.max(0, ...sparsities.map((one) => sparsities.filter((other) => other === one).length));
}

function divergedNotes(lost: readonly Placed[], [low, high]: readonly [number, number]): DivergedNote[] {
  return lost.map(({ summary: { method, sparsity, diverged, completed }, x }, i) => {
    const line = lost.slice(0, i).filter(({ summary }) => summary.sparsity === sparsity).length;
    return {
      method,
      x,
      at: sixDigits(low + (high - low) * NOTE_HEIGHT * (line + 0.6)),
      text: `${String(diverged)} of ${String(diverged + completed)} div.`,
    };
  });
}
