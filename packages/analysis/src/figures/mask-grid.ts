/** What the figures of masks share: their panels in a grid and the words above it. */
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import type { MaskedPlace, MaskedPlaces } from '../summary/mask-details.ts';
import { panelGrid } from './panel-grid.ts';
import type { View } from './score-panels.ts';
import { PANEL_SPACING, themed } from './theme.ts';

/** What makes one figure of masks differ from another. */
export interface MaskFigureOptions {
  readonly title: string;
  /** Sentences for the subtitle, one a line. */
  readonly meaning: readonly string[];
  readonly columns: number;
  readonly panelSize: readonly [number, number];
  readonly panel: (place: MaskedPlace) => View;
}

/**
 * One panel per place, those of one architecture and task in rows of their own; where each has one place only, they
 * follow each other.
 */
export function maskFigure(
  places: MaskedPlaces,
  { experiment, profile }: AnalysisContext,
  { title, meaning, columns, panelSize, panel }: MaskFigureOptions,
): TopLevelSpec {
  const { groups, shared } = places;
  const rows = groups.every(({ length }) => length === 1) ? [groups.flat()] : groups;
  const wide = Math.min(columns, Math.max(...rows.map(({ length }) => length)));
  return {
    ...themed(title, [
      [experiment, ...shared, `profile ${profile}`].join(', '),
      ...meaning,
      ...lossText(places),
    ]),
    spacing: PANEL_SPACING,
    vconcat: [
      panelGrid(
        rows.map((group) => group.map(panel)),
        wide,
        panelSize,
      ),
    ],
  };
}

/** How many runs a panel shows and of which seed, for figures of one run a panel. */
export function firstSeedText({ groups }: MaskedPlaces): string {
  const seeds = groups.flat().flatMap(({ runs }) => runs[0]?.seed ?? []);
  const [least, most] = [Math.min(...seeds), Math.max(...seeds)];
  return least === most
    ? `n = 1 run each, seed ${String(least)}`
    : `n = 1 run each, its first seed (${String(least)} to ${String(most)})`;
}

/** What is not there to be drawn; empty where nothing is lost. */
function lossText({ absent, diverged, missing }: MaskedPlaces): string[] {
  const losses = [
    ...(diverged === 0 ? [] : [`diverged runs, without masks: ${String(diverged)}`]),
    ...(missing === 0 ? [] : [`missing runs: ${String(missing)}`]),
    ...(absent === 0 ? [] : [`places with no run to draw: ${String(absent)}`]),
  ];
  return losses.length === 0 ? [] : [losses.join('; ')];
}
