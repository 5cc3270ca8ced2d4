/** Figure: the masks of single examples in two dimensions. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { principalComponents } from '../statistics/principal-components.ts';
import { maskedPlaces, type MaskedPlace } from '../summary/mask-details.ts';
import { fixed } from '../text/score-text.ts';
import { firstSeedText, maskFigure } from './mask-grid.ts';
import { sixDigits } from './panel-data.ts';
import { panelTitleLines } from './panel-title-lines.ts';
import type { View } from './score-panels.ts';

const SIZE = 230;

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
      `each number is a test example of that class, ${examples} a panel; ${firstSeedText(places)}`,
      'first two principal components (PC) of the share of time steps at which each hidden channel is active',
    ],
    columns: 3,
    panelSize: [SIZE, SIZE],
    panel: embeddingPanel,
  });
}

function embeddingPanel({ title, runs: [run] }: MaskedPlace): View {
  const { labels, h } = run!.details.examples;
  const { scores, explained } = principalComponents(h, 2);
  const points = scores.map(([first = 0, second = 0], i) => {
    const label = labels[i]!;
    const color = COLORS[label % COLORS.length]!;
    return { class: String(label), x: sixDigits(first / 255), y: sixDigits(second / 255), color };
  });
  const domains = squareDomains(points);
  const axis = (field: 'x' | 'y', component: number) => ({
    field,
    type: 'quantitative' as const,
    scale: { domain: [...domains[field]], nice: false, zero: false },
    axis: { title: axisTitle(component, explained[component]!), tickCount: 4, grid: false },
  });
  return {
    width: SIZE,
    height: SIZE,
    layer: [
      {
        data: { values: points },
        mark: { type: 'text', fontSize: 9, fontWeight: 'bold', opacity: 0.85, aria: false },
        encoding: {
          x: axis('x', 0),
          y: axis('y', 1),
          text: { field: 'class', type: 'nominal' },
          color: { field: 'color', type: 'nominal', scale: null },
        },
      },
      panelTitleLines(title, SIZE),
    ],
  };
}

function axisTitle(component: number, share: number | null): string {
  const name = `PC ${String(component + 1)}`;
  return share === null
    ? `${name} (all masks are equal)`
    : `${name} (${fixed(share * 100)} % of the variance)`;
}

type Point = Readonly<Record<'x' | 'y', number>>;

/** Domains of equal length around the points, with a margin. */
function squareDomains(points: readonly Point[]): Record<'x' | 'y', readonly [number, number]> {
  const spread = (field: 'x' | 'y'): { centre: number; span: number } => {
    const values = points.map((point) => point[field]);
    const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
    return { centre: (low + high) / 2, span: high - low };
  };
  const [x, y] = [spread('x'), spread('y')];
  const half = 0.54 * (Math.max(x.span, y.span) || 1);
  const around = (centre: number): [number, number] => [sixDigits(centre - half), sixDigits(centre + half)];
  return { x: around(x.centre), y: around(y.centre) };
}
