/** The numbers of a figure of what models know of the parts that they have learned so far. */
import type { AnalysisContext } from '../../context.ts';
import { measuredLabelsOf } from '../../summary/labels-of.ts';
import { isSequential, type PartPlace } from '../../summary/part-places.ts';
import { facetTitle } from '../vocabulary/facet-title.ts';
import { inUnit } from '../vocabulary/numbers.ts';
import { sparsityFacets, type SparsityFacet } from '../vocabulary/sparsity-facets.ts';
import { verticalDomain, type LineLevel, type LinePanelData } from './line-data.ts';
import type { LineDomains } from './line-panel.ts';
import { stagePoints } from './stage-points.ts';

/** A panel; its levels are the scores of runs that learned all parts together. */
export interface OverTime extends LinePanelData {
  /** The strategy behind the levels; null without any. */
  readonly joint: string | null;
}

/** A row for each stream and architecture, in it a panel for each strategy and sparsity. */
export function overTimeRows(
  sequential: readonly PartPlace[],
  all: readonly PartPlace[],
  methods: readonly string[],
  context: AnalysisContext,
): OverTime[][] {
  const streams = [...new Set(sequential.map(({ stream }) => stream))];
  const strategies = [...new Set(sequential.map(({ strategy }) => strategy))];
  const architectures = measuredLabelsOf('architecture', sequential, context);
  const facets = sparsityFacets(sequential);
  const rows = streams.flatMap((stream) =>
    architectures.map((architecture) => {
      const isHere = (one: PartPlace): boolean =>
        one.stream === stream && one.place.architecture === architecture;
      const name = architectures.length > 1 ? `${stream}, ${architecture}` : stream;
      const together = all.filter(
        (one) => isHere(one) && one.names.length > 1 && !one.runs.some(isSequential),
      );
      return strategies.flatMap((strategy) =>
        facets.flatMap((facet) => {
          const members = sequential.filter((one) => isHere(one) && one.strategy === strategy);
          return panelOf(
            facetTitle(name, strategy, facet.label),
            { members, together, methods, facet },
            context,
          );
        }),
      );
    }),
  );
  return rows.filter(({ length }) => length > 0);
}

/** The axes of a panel: a tick a stage, and the vertical axis of its row. */
export function overTimeDomains({ points }: LinePanelData, row: readonly LinePanelData[]): LineDomains {
  const last = Math.max(...points.map(({ x }) => x));
  const ticks = Array.from({ length: last }, (_, k) => k + 1);
  return { x: [1, last], ticks, y: verticalDomain(row), shared: true };
}

interface Shown {
  readonly members: readonly PartPlace[];
  readonly together: readonly PartPlace[];
  readonly methods: readonly string[];
  readonly facet: SparsityFacet;
}

function panelOf(
  title: readonly string[],
  { members, together, methods, facet: { includes } }: Shown,
  context: AnalysisContext,
): OverTime[] {
  const shown = members.filter(includes);
  const metric = shown[0]?.place.metric ?? null;
  if (metric === null) return [];
  const joint = together[0]?.strategy ?? null;
  const ofMethod = (places: readonly PartPlace[], method: string): PartPlace[] =>
    places.filter(({ place }) => place.method === method);
  const atOnce = together.filter((one) => one.strategy === joint && includes(one));
  return [
    {
      ...{ title, metric, joint },
      points: methods.flatMap((method) =>
        ofMethod(shown, method).flatMap((one) => stagePoints(one, context)),
      ),
      levels: methods.flatMap((method) =>
        ofMethod(atOnce, method).flatMap(({ place: { score } }): LineLevel[] =>
          score === null ? [] : [{ method, score: inUnit(score.point, metric) }],
        ),
      ),
    },
  ];
}
