/** One panel of pairs of gradients: how alike they are against the bound on it. */
import type { GradientPair } from '@dsrnn/records';
import { words } from '../vocabulary/channels.ts';
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { sixDigits } from '../vocabulary/numbers.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { View } from '../vocabulary/view.ts';

/** Most points of a panel: more hide each other. */
export const MOST_POINTS = 400;
/** The kept numbers have four decimals. */
const TOLERANCE = 1e-4;

/** What a panel shows. */
export interface PairPanel {
  readonly title: readonly string[];
  readonly pairs: readonly GradientPair[];
  readonly color: string;
}

/** How many of these pairs are above the bound. */
export function countAbove(pairs: readonly GradientPair[]): number {
  return pairs.filter(isAbove).length;
}

function isAbove({ cosine, bound }: GradientPair): boolean {
  return Math.abs(cosine) > bound + TOLERANCE;
}

/** The pairs, the line that none may be above, and how many there are. */
export function pairPanel(
  { title, pairs, color }: PairPanel,
  { size: [width, height], titleSize, first, lowest }: PanelPlace,
): View {
  const drawn = thinned(pairs).map(({ cosine, bound }) => ({
    bound: sixDigits(bound),
    measured: sixDigits(Math.abs(cosine)),
  }));
  const x = {
    field: 'bound',
    type: 'quantitative' as const,
    scale: { domain: [0, 1], nice: false, padding: 4 },
    axis: { title: lowest ? 'bound ρ_a ρ_b' : null, tickCount: 3 },
  };
  const y = {
    field: 'measured',
    type: 'quantitative' as const,
    scale: { domain: [0, 1], nice: false, padding: 4 },
    axis: { title: first ? 'measured |cos|' : null, tickCount: 3 },
  };
  const remarks = [`${pairs.length} pairs`, `${countAbove(pairs)} above`]; // short: the line is near
  return {
    width,
    height,
    layer: [
      {
        data: { values: drawn },
        mark: { type: 'point', filled: true, size: 9, opacity: 0.45, color, clip: true },
        encoding: { x, y },
      },
      {
        data: {
          values: [
            { bound: 0, measured: 0 },
            { bound: 1, measured: 1 },
          ],
        },
        mark: { type: 'line', color: '#000000', strokeWidth: 1 },
        encoding: { x, y },
      },
      {
        data: { values: [{ remark: remarks.join('\n') }] },
        mark: {
          ...{ type: 'text' as const, align: 'left' as const, baseline: 'top' as const, fontSize: 9 },
          ...{ lineBreak: '\n', color: '#333333' },
        },
        encoding: { x: { value: 7 }, y: { value: 6 }, text: words('remark') },
      },
      panelTitleLines(title, width, titleSize),
    ],
  };
}

/** At most MOST_POINTS of the pairs, evenly over their order, and every one that is above the line. */
function thinned(pairs: readonly GradientPair[]): readonly GradientPair[] {
  if (pairs.length <= MOST_POINTS) return pairs;
  const taken = new Set(
    Array.from({ length: MOST_POINTS }, (_, i) => Math.floor((i * pairs.length) / MOST_POINTS)),
  );
  return pairs.filter((pair, i) => taken.has(i) || isAbove(pair));
}
