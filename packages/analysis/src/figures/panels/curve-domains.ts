/** The axes of learning curves. */
import { distinctNumbers } from '../../order.ts';
import { verticalDomain, type LinePanelData } from './line-data.ts';
import type { LineDomains } from './line-panel.ts';

/** Most marks on a line: more hide each other. */
const MOST_MARKS = 15;
/** Most intervals between the ticks of the steps. */
const MOST_INTERVALS = 4;

/** Those that the panels of a row, one or more, share. */
export function curveDomains(row: readonly LinePanelData[]): LineDomains {
  const steps = distinctNumbers(row.flatMap(({ points }) => points.map(({ x }) => x)));
  const last = steps.at(-1)!;
  return {
    x: [0, last],
    ticks: roundTicks(last),
    marked: evenlyUpToLast(steps, MOST_MARKS),
    y: verticalDomain(row),
  };
}

/** Multiples of 1, 2 or 5 times a power of ten from 0 to `last`, a positive integer. */
function roundTicks(last: number): number[] {
  for (let power = 1; ; power *= 10) {
    for (const interval of [power, 2 * power, 5 * power]) {
      const count = Math.floor(last / interval);
      if (count <= MOST_INTERVALS) return Array.from({ length: count + 1 }, (_, i) => i * interval);
    }
  }
}

/** At most `most` of the values at equal distances in their order, the last among them. */
function evenlyUpToLast(values: readonly number[], most: number): number[] {
  const every = Math.ceil(values.length / most);
  return values.filter((_, i) => (values.length - 1 - i) % every === 0);
}
