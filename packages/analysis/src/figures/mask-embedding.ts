/** Figure: the masks of single examples in two dimensions. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { principalComponents } from '../statistics/principal-components.ts';
import { maskedPlaces, type MaskedPlace } from '../summary/mask-details.ts';
import { fixed } from '../text/formatted.ts';
import type { ClassName } from '../context.ts';
import { fittingTitle } from './vocabulary/axis-title.ts';
import type { PanelPlace } from './vocabulary/figure-page.ts';
import { areNumbers, firstSeedText, maskFigure } from './panels/mask-grid.ts';
import { sixDigits } from './panels/panel-data.ts';
import { panelTitleLines } from './vocabulary/panel-title-lines.ts';
import type { View } from './panels/score-panels.ts';

/** Ten hues from dark to light that are dark enough for text on white; after ten classes they come again. */
const COLORS = [
  ...['#4b0055', '#222222', '#a3123a', '#0a4fa0', '#7a4a00'],
  ...['#00704f', '#c44500', '#b8478f', '#2f86c4', '#8a8200'],
];

/**
 * One panel per (architecture, task, method, sparsity), of its run with the least seed: every kept test example as the number of its
 * class, so that classes are told apart without colour, at the first two principal components of its mask frequencies.
 * Both axes of a panel have one scale: distances are those of the plane. Throws AnalysisError if no run was probed.
 */
export function maskEmbedding(observations: readonly Observation[], context: AnalysisContext): TopLevelSpec {
  const places = maskedPlaces(observations, context, 'figure mask-embedding');
  const counts = places.groups.flat().map(({ runs }) => runs[0]!.details.examples.labels.length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const examples = fewest === most ? String(most) : `${String(fewest)} to ${String(most)}`;
  return maskFigure(places, context, {
    title: 'Masks of single examples',
    meaning: [
      `each mark is a test example, named by its class, ${examples} a panel; ${firstSeedText(places)}`,
      'first two principal components (PC) of the share of time steps at which each hidden channel is active',
    ],
    needs: { left: 52, tallest: 1, flattest: 0.8, widest: 380 },
    flow: true,
    panel: embeddingPanel,
  });
}

function embeddingPanel(
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
          text: { field: 'class', type: 'nominal' },
          color: { field: 'color', type: 'nominal', scale: null },
        },
      },
      panelTitleLines(title, width, titleSize),
    ],
  };
}

function axisTitles(component: number, share: number | null): [string, ...string[]] {
  const name = `PC ${String(component + 1)}`;
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
