/** The numbers of a figure of times against sparsity. */
import type { MeasuredTime } from '@dsrnn/records';
import type { StepKind, TimedPlace } from '../../summary/summarise-times.ts';
import { logTicks } from '../vocabulary/ticks.ts';
import { sixDigits } from '../vocabulary/numbers.ts';
import { sparsityPosition } from '../vocabulary/sparsity-axis.ts';

/** A method at a sparsity. Times are shares of the median of the reference. */
export interface TimePoint {
  readonly method: string;
  readonly sparsity: number;
  readonly x: number;
  readonly time: number;
  readonly least: number;
  readonly most: number;
}

/** What a panel shows. */
export interface TimePanelData {
  readonly title: readonly string[];
  /** Sorted by method, the first last, so that it is drawn on top, then by sparsity. */
  readonly points: readonly TimePoint[];
  readonly reference: MeasuredTime | null;
  /** Total MACs as shares of the dense core, by position. */
  readonly promise: readonly { readonly x: number; readonly promised: number }[];
}

/** The vertical axis of all panels. */
export interface TimeAxis {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** Whose times are lines, in their order; whose MACs promise something; whose time is 1. */
export interface TimedMethods {
  readonly methods: readonly string[];
  readonly subject: string | null;
  readonly reference: string;
}

/** Factor by which the vertical axis goes beyond the times. */
const ROOM = 1.15;

/** The numbers of one kind of step at the places of an architecture and task. */
export function timePanelData(
  group: readonly TimedPlace[],
  kind: StepKind,
  title: readonly string[],
  { methods, subject, reference }: TimedMethods,
): TimePanelData {
  const at = ({ place: { method, sparsity } }: TimedPlace): number =>
    sixDigits(sparsityPosition(sparsity, methods.indexOf(method), methods.length));
  const inOrder = [...methods]
    .reverse()
    .flatMap((method) => group.filter(({ place }) => place.method === method));
  return {
    title,
    points: inOrder.flatMap((timed) => {
      const share = timed[kind]?.share ?? null;
      if (share === null) return [];
      const { method, sparsity } = timed.place;
      const [time, least, most] = [share.median, share.least, share.most].map(sixDigits);
      return [{ method, sparsity, x: at(timed), time: time!, least: least!, most: most! }];
    }),
    reference: sixDigitTime(group.find(({ place }) => place.method === reference)?.[kind]?.share),
    promise: group
      .filter(({ place }) => place.method === subject)
      .flatMap((timed) => {
        const total = timed.place.shares?.total ?? 0;
        return total > 0 ? [{ x: at(timed), promised: sixDigits(total) }] : [];
      }),
  };
}

function sixDigitTime(share: TimePanelData['reference'] | undefined): TimePanelData['reference'] {
  if (!share) return null;
  return { median: 1, least: sixDigits(share.least), most: sixDigits(share.most) };
}

/** One vertical axis for all panels. */
export function timeAxis(panels: readonly TimePanelData[], reference: string): TimeAxis {
  const values = panels.flatMap(({ points, reference: band, promise }) => [
    ...[...points, ...(band === null ? [] : [band])].flatMap(({ least, most }) => [least, most]),
    ...promise.map(({ promised }) => promised),
  ]);
  const domain = [sixDigits(Math.min(...values) / ROOM), sixDigits(Math.max(1, ...values) * ROOM)] as const;
  return { title: `time / ${reference} (log scale)`, domain, ticks: logTicks(...domain) };
}
