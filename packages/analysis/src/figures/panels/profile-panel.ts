/** One panel of performance profiles. */
import type { MethodStyle } from '../vocabulary/method-styles.ts';
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { dottedRule } from '../vocabulary/marks.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { ProfileCurve } from './profile-curve.ts';
import type { View } from '../vocabulary/view.ts';

/** A panel: curves with the looks of their methods, in the order in which they are drawn. */
export interface ProfilePanel {
  readonly title: readonly string[];
  readonly lines: readonly (ProfileCurve & { readonly style: MethodStyle })[];
}

/** What all panels share, and where one stands. */
export interface ProfileLook {
  readonly domain: readonly [number, number];
  readonly reference: string;
  readonly place: PanelPlace;
}

/** The view: bands, then lines in the order given, a mark at each median, a thin rule where the reference is. */
export function profilePanel(
  { title, lines }: ProfilePanel,
  { domain, reference, place }: ProfileLook,
): View {
  const [width, height] = place.size;
  const x = {
    field: 'tau',
    type: 'quantitative' as const,
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { title: `τ, normalised score (1 is ${reference})`, tickCount: 6 },
  };
  const y = {
    field: 'share',
    type: 'quantitative' as const,
    scale: { domain: [0, 100], nice: false },
    axis: { title: place.first ? 'runs with a score above τ (%)' : null, tickCount: 5 },
  };
  return {
    width,
    height,
    layer: [
      {
        data: { values: [{ tau: 1 }] },
        mark: dottedRule(),
        encoding: { x },
      },
      ...lines
        .filter(({ banded }) => banded)
        .map(({ style, points }) => ({
          data: { values: [...points] },
          mark: {
            type: 'area' as const,
            interpolate: 'step-after' as const,
            color: style.color,
            opacity: 0.14,
          },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
        })),
      ...lines.map(({ style, points }) => ({
        data: { values: points.map(({ tau, share }) => ({ tau, share })) },
        mark: {
          type: 'line' as const,
          interpolate: 'step-after' as const,
          color: style.color,
          strokeWidth: style.width,
          strokeDash: [...style.dash],
        },
        encoding: { x, y },
      })),
      ...lines
        .filter(({ median, style }) => median !== null && style.method !== reference)
        .map(({ style, median }) => ({
          data: { values: [{ tau: median, share: 50 }] },
          mark: {
            ...{ type: 'point' as const, filled: true, shape: style.shape, color: style.color },
            ...{ size: 50, opacity: 1, stroke: 'white', strokeWidth: 0.6 },
          },
          encoding: { x, y },
        })),
      panelTitleLines(title, width, place.titleSize),
    ],
  };
}
