/** What the figures of masks share: their panels in a grid and the words above it. */
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext, ClassName } from '../../context.ts';
import type { MaskedPlace, MaskedPlaces } from '../../summary/mask-details.ts';
import { rangeText } from '../../text/caption.ts';
import { counted, headline } from '../vocabulary/captions.ts';
import { figurePage, type PanelPlace } from '../vocabulary/figure-page.ts';
import type { PanelNeeds } from '../vocabulary/page.ts';
import type { View } from '../vocabulary/view.ts';

/** What titles take of a page, with a legend of colours below them; in pixels. */
export const ROOM_WITH_LEGEND = 160;

/** What makes one figure of masks differ from another. */
export interface MaskFigureOptions {
  readonly title: string;
  /** Sentences for the subtitle, one a line. */
  readonly meaning: readonly string[];
  readonly needs: Partial<PanelNeeds>;
  /** Whether panels follow each other whatever their architecture and task. */
  readonly flow?: boolean;
  readonly panel: (masked: MaskedPlace, names: readonly ClassName[], place: PanelPlace) => View;
}

/** One panel per place; those of one architecture and task start a row unless there is room in the one before. */
export function maskFigure(
  places: MaskedPlaces,
  context: AnalysisContext,
  { title, meaning, needs, flow = false, panel }: MaskFigureOptions,
): TopLevelSpec {
  return figurePage({
    title,
    subtitle: [headline(context, places.shared, []), ...meaning, lossText(places)],
    groups: flow ? places.groups.flat().map((masked) => [masked]) : places.groups,
    needs,
    draw: (masked, place) => {
      const { classes } = masked.runs[0]!.details;
      return panel(masked, namesOf(classes, context.classNames[masked.place.task]), place);
    },
  });
}

/** The declared names of so many classes, or their numbers. */
function namesOf(classes: number, declared: readonly ClassName[] | undefined): readonly ClassName[] {
  if (declared?.length === classes) return declared;
  return Array.from({ length: classes }, (_, i) => ({ name: String(i), short: String(i) }));
}

/** Whether the names say more than numbers do: then the axis needs no title. */
export function areNumbers(names: readonly ClassName[]): boolean {
  return names.every(({ name }) => /^\d+$/.test(name));
}

/** How many runs a panel shows and of which seed, for figures of one run a panel. */
export function firstSeedText({ groups }: MaskedPlaces): string {
  const seeds = groups.flat().flatMap(({ runs }) => runs[0]?.seed ?? []);
  const range = rangeText(seeds);
  return `n = 1 run each, ${new Set(seeds).size === 1 ? `seed ${range}` : `its first seed (${range})`}`;
}

/** What is not there to be drawn; null where nothing is lost. */
function lossText({ absent, diverged, missing }: MaskedPlaces): string | null {
  const losses = [
    counted('diverged runs, without masks', diverged),
    counted('missing runs', missing),
    counted('places with no run to draw', absent),
  ].filter((loss) => loss !== null);
  return losses.length === 0 ? null : losses.join('; ');
}

/** The legend of colours that stand for shares, above the panels. */
export function shareLegend(title: string) {
  return {
    title,
    orient: 'top',
    direction: 'horizontal',
    gradientLength: 200,
    titleFontWeight: 'normal',
    format: '.1f',
  } as const;
}
