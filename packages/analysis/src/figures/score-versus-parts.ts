/** Figure: score against the number of parts that one model serves. */
import { exp, ln } from '@dsrnn/portable';
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { distinctNumbers, orderLabels } from '../order.ts';
import { partPlaces, type PartPlace } from '../summary/part-places.ts';
import { familyOf } from '../summary/stream-tasks.ts';
import { measureEstimate } from '../summary/summarise-measures.ts';
import { percentText } from '../text/score-text.ts';
import {
  inUnit,
  linePanel,
  type LinePanelData,
  type LinePoint,
  verticalDomain,
} from './panels/line-panel.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { stylesWithReference } from './vocabulary/method-styles.ts';
import { sixDigits } from './panels/panel-data.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import { partSubtitle } from './vocabulary/part-subtitle.ts';
import { sparsityFacets } from './vocabulary/sparsity-facets.ts';

/** Shift between neighbouring methods, so that their error bars stand side by side, and of all together at most; as shares of the axis. */
const DODGE = 0.006;
const MOST_DODGED = 0.05;

/**
 * One panel per architecture, family of tasks, strategy and sparsity; a line per method over the numbers of parts of the
 * family. A family is what tasks share whose names differ in the number at their end; families with one number of parts under a
 * strategy are left out where others have several. The panels of one family on one architecture have one vertical axis. Throws AnalysisError if no run has parts.
 */
export function scoreVersusParts(
  observations: readonly Observation[],
  context: AnalysisContext,
): TopLevelSpec {
  const all = partPlaces(observations, context, 'figure score-versus-parts');
  const { places, leftOut } = growing(all);
  const methods = orderLabels(
    context.methods,
    places.map(({ place }) => place.method),
  );
  const styles = stylesWithReference(methods, context.reference);
  const counts = distinctNumbers(places.map(({ names }) => names.length).filter((count) => count > 0));
  const [least, most] = [counts[0]!, counts.at(-1)!];
  const x = least < most ? ([least, most] as const) : ([least / 2, least * 2] as const);
  const groups = groupsOf(places, context).map((group) => {
    const panels = group
      .map(({ title, members }) => panelOf(title, members, methods, x[1] / x[0], context))
      .filter((data) => data !== null);
    return panels.map((data) => ({ title: data.title, data, y: verticalDomain(panels) }));
  });
  const look = {
    styles,
    xTitle: 'number of parts',
    xFormat: 'd',
    scoredOn: 'test',
    doubling: true,
    interval: 'bars',
  } as const;
  return figurePage({
    title: 'Score against the number of parts',
    subtitle: [
      partSubtitle(places, context),
      `mean test score over the parts at the end; mean over seeds with ${percentText(context.confidence)} interval`,
      ...(leftOut.length === 0
        ? []
        : [`tasks of a single number of parts, left out: ${String(leftOut.length)}`]),
    ],
    groups,
    needs: { left: 60 },
    draw: ({ data, y }, place) => linePanel(data, look, { x, ticks: counts, y }, place),
    legends: (width) => [panelLegend(styles, null, width)],
  });
}

/**
 * The places of families with several numbers of parts under one strategy if there are any, else all; and the tasks left
 * out.
 */
function growing(places: readonly PartPlace[]) {
  const lineOf = ({ stream, strategy }: PartPlace): string => JSON.stringify([familyOf(stream), strategy]);
  const counts = new Map<string, Set<number>>();
  for (const one of places) {
    if (one.names.length === 0) continue;
    const line = lineOf(one);
    counts.set(line, (counts.get(line) ?? new Set()).add(one.names.length));
  }
  const grows = (one: PartPlace): boolean => (counts.get(lineOf(one))?.size ?? 0) > 1;
  if (!places.some(grows)) return { places, leftOut: [] };
  return {
    places: places.filter(grows),
    leftOut: [...new Set(places.filter((one) => !grows(one)).map(({ task }) => task))],
  };
}

/** The panels: a group is a family on an architecture, in it strategies by sparsity. */
function groupsOf(places: readonly PartPlace[], context: AnalysisContext) {
  const families = [...new Set(places.map(({ stream }) => familyOf(stream)))];
  const strategies = [...new Set(places.map(({ strategy }) => strategy))];
  const architectures = orderLabels(
    context.architectures,
    places.map(({ place }) => place.architecture),
  );
  const facets = sparsityFacets(places);
  return families.flatMap((family) =>
    architectures.map((architecture) =>
      strategies.flatMap((strategy) =>
        facets.map(({ label, includes }) => ({
          title: [
            architectures.length > 1 ? `${family}, ${architecture}` : family,
            ...(strategies.length > 1 || label !== null
              ? [[...(strategy === null ? [] : [strategy]), ...(label === null ? [] : [label])].join(', ')]
              : []),
          ],
          members: places.filter(
            (one) =>
              familyOf(one.stream) === family &&
              one.place.architecture === architecture &&
              one.strategy === strategy &&
              includes(one),
          ),
        })),
      ),
    ),
  );
}

/** The numbers of a panel whose axis goes from some number of parts to `span` times it; null without a completed run. */
function panelOf(
  title: readonly string[],
  places: readonly PartPlace[],
  methods: readonly string[],
  span: number,
  context: AnalysisContext,
): LinePanelData | null {
  const metric = places.find(({ place }) => place.metric !== null)?.place.metric ?? null;
  if (metric === null) return null;
  const points = methods.flatMap((method, index) =>
    places
      .filter(({ place, names }) => place.method === method && names.length > 0)
      .sort((a, b) => a.names.length - b.names.length)
      .flatMap((one): LinePoint[] => {
        const estimate = measureEstimate(one, 'parts.mean', context);
        if (estimate === null) return [];
        const share = Math.min(DODGE, MOST_DODGED / methods.length) * (index - (methods.length - 1) / 2);
        const shift = exp(share * ln(span)); // the axis is logarithmic
        const [score, low, high] = [estimate.point, estimate.low, estimate.high].map((value) =>
          inUnit(value, metric),
        ) as [number, number, number];
        return [{ method, x: sixDigits(one.names.length * shift), score, low, high, n: estimate.n }];
      }),
  );
  return points.length === 0 ? null : { title, metric, points, levels: [] };
}
