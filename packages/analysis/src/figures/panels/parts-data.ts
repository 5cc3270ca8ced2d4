/** The numbers of a figure of scores against numbers of parts. */
import { exp, groupBy, ln } from '@dsrnn/portable';
import type { AnalysisContext } from '../../context.ts';
import { measuredLabelsOf } from '../../summary/labels-of.ts';
import type { PartPlace } from '../../summary/part-places.ts';
import { familyOf } from '../../summary/stream-tasks.ts';
import { measureEstimate } from '../../summary/summarise-measures.ts';
import { markedScore } from '../vocabulary/estimates.ts';
import { joined } from '../vocabulary/facet-title.ts';
import { sixDigits } from '../vocabulary/numbers.ts';
import { sparsityFacets } from '../vocabulary/sparsity-facets.ts';
import type { LinePanelData, LinePoint } from './line-data.ts';

/** Shift between neighbouring methods, so that their error bars stand side by side, and of all together at most; as shares of the axis. */
const DODGE = 0.006;
const MOST_DODGED = 0.05;

/**
 * The places of families with several numbers of parts under one strategy if there are any, else all; and the names of the
 * tasks left out.
 */
export function growing(places: readonly PartPlace[]) {
  const lineOf = ({ stream, strategy }: PartPlace): string => JSON.stringify([familyOf(stream), strategy]);
  const known = places.filter(({ names }) => names.length > 0);
  const lines = groupBy(known, lineOf);
  const grows = (one: PartPlace): boolean =>
    new Set(lines.get(lineOf(one))?.map(({ names }) => names.length)).size > 1;
  if (!places.some(grows)) return { places, leftOut: [] };
  const kept = places.filter(grows);
  // A stream that is drawn under another strategy is named with its own.
  const drawn = new Set(kept.map(({ stream }) => stream));
  const leftOut = places
    .filter((one) => !grows(one))
    .map(({ task, stream }) => (drawn.has(stream) ? task : stream));
  return { places: kept, leftOut: [...new Set(leftOut)] };
}

/** A group for each family on an architecture, in it panels of strategies by sparsity. The axis goes from some number of parts to `span` times it. */
export function partsGroups(
  places: readonly PartPlace[],
  methods: readonly string[],
  span: number,
  context: AnalysisContext,
): LinePanelData[][] {
  const families = [...new Set(places.map(({ stream }) => familyOf(stream)))];
  const strategies = [...new Set(places.map(({ strategy }) => strategy))];
  const architectures = measuredLabelsOf('architecture', places, context);
  const facets = sparsityFacets(places);
  return families.flatMap((family) =>
    architectures.map((architecture) =>
      strategies.flatMap((strategy) =>
        facets.flatMap(({ label, includes }) => {
          const name = architectures.length > 1 ? `${family}, ${architecture}` : family;
          const title = strategies.length > 1 || label !== null ? [name, joined(strategy, label)] : [name];
          const members = places.filter(
            (one) =>
              familyOf(one.stream) === family &&
              one.place.architecture === architecture &&
              one.strategy === strategy &&
              includes(one),
          );
          return panelOf(title, members, methods, span, context);
        }),
      ),
    ),
  );
}

/** The numbers of a panel; none without a completed run. */
function panelOf(
  title: readonly string[],
  places: readonly PartPlace[],
  methods: readonly string[],
  span: number,
  context: AnalysisContext,
): LinePanelData[] {
  const metric = places.find(({ place }) => place.metric !== null)?.place.metric ?? null;
  if (metric === null) return [];
  const points = methods.flatMap((method, index) =>
    places
      .filter(({ place, names }) => place.method === method && names.length > 0)
      .sort((a, b) => a.names.length - b.names.length)
      .flatMap((one): LinePoint[] => {
        const estimate = measureEstimate(one, 'parts.mean', context);
        if (estimate === null) return [];
        const share = Math.min(DODGE, MOST_DODGED / methods.length) * (index - (methods.length - 1) / 2);
        const shift = exp(share * ln(span)); // the axis is logarithmic
        const x = sixDigits(one.names.length * shift);
        return [{ method, x, ...markedScore(estimate, metric), n: estimate.n }];
      }),
  );
  return points.length === 0 ? [] : [{ title, metric, points, levels: [] }];
}
