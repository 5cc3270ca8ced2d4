/** One panel of the masks of single examples. */
import type { ClassName } from '../../context.ts';
import { principalComponents } from '../../statistics/principal-components.ts';
import type { MaskedPlace } from '../../summary/mask-details.ts';
import { fixed } from '../../text/formatted.ts';
import { fittingTitle } from '../vocabulary/axis-title.ts';
import { given, words } from '../vocabulary/channels.ts';
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { sixDigits } from '../vocabulary/numbers.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { View } from '../vocabulary/view.ts';
import { areNumbers } from './mask-grid.ts';

/** Ten hues from dark to light that are dark enough for text on white; after ten classes they come again. */
const COLORS = [
  ...['#4b0055', '#222222', '#a3123a', '#0a4fa0', '#7a4a00'],
  ...['#00704f', '#c44500', '#b8478f', '#2f86c4', '#8a8200'],
];

/** Test examples as the numbers of their classes, at the first two principal components of their masks. */
export function embeddingPanel(
  { title, runs: [run] }: MaskedPlace,
  names: readonly ClassName[],
  { size: [width, height], titleSize }: PanelPlace,
): View {
  const { labels, h } = run!.details.examples;
  const { scores, explained } = principalComponents(h, 2);
  const points = scores.map(([first = 0, second = 0], i) => {
    const label = labels[i]!;
    const color = COLORS[label % COLORS.length]!;
    return { class: names[label]!.short, x: sixDigits(first / 255), y: sixDigits(second / 255), color };
  });
  const domains = squareDomains(points, width / height);
  const axis = (field: 'x' | 'y', component: number) => ({
    field,
    type: 'quantitative' as const,
    scale: { domain: [...domains[field]], nice: false, zero: false },
    axis: {
      title: fittingTitle(axisTitles(component, explained[component]!), field === 'x' ? width : height),
      ...{ tickCount: 3, grid: false },
    },
  });
  return {
    width,
    height,
    layer: [
      {
        data: { values: points },
        mark: {
          type: 'text',
          fontSize: areNumbers(names) ? 9 : 7,
          fontWeight: 'bold',
          opacity: 0.85,
          aria: false,
        },
        encoding: {
          x: axis('x', 0),
          y: axis('y', 1),
          text: words('class'),
          color: given('color'),
        },
      },
      panelTitleLines(title, width, titleSize),
    ],
  };
}

function axisTitles(component: number, share: number | null): [string, ...string[]] {
  const name = `PC ${component + 1}`;
  if (share === null) return [`${name} (all masks are equal)`, `${name} (all equal)`];
  const percent = `${fixed(share * 100)} %`;
  return [`${name} (${percent} of the variance)`, `${name} (${percent})`];
}

type Point = Readonly<Record<'x' | 'y', number>>;

/** Domains around the points with a margin, on one scale in a panel that is `ratio` times as wide as high. */
function squareDomains(
  points: readonly Point[],
  ratio: number,
): Record<'x' | 'y', readonly [number, number]> {
  const spread = (field: 'x' | 'y'): { centre: number; span: number } => {
    const values = points.map((point) => point[field]);
    const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
    return { centre: (low + high) / 2, span: high - low };
  };
  const [x, y] = [spread('x'), spread('y')];
  const half = 0.54 * (Math.max(x.span / ratio, y.span) || 1);
  const around = (centre: number, reach: number): [number, number] => [
    sixDigits(centre - reach),
    sixDigits(centre + reach),
  ];
  return { x: around(x.centre, half * ratio), y: around(y.centre, half) };
}
