/** Sentences below the titles of figures. What is null is not said. */
import type { AnalysisContext } from '../../context.ts';
import type { MeasuredPlace } from '../../summary/summarise-measures.ts';
import { missingText, runCountText, total } from '../../text/caption.ts';
import { percentText } from '../../text/score-text.ts';
import { sparsityText } from './sparsity-facets.ts';

/** The first: `name, lstm, profile quick, n = 5 seeds`. `shared` is what all panels have in common. */
export function headline(
  { experiment, profile }: AnalysisContext,
  shared: readonly string[],
  facts: readonly (string | null)[],
): string {
  return [experiment, ...shared, `profile ${profile}`, ...facts.filter((fact) => fact !== null)].join(', ');
}

/** The first of figures of measured runs: `name, lstm, profile quick, n = 5 seeds, sparse methods at 90 %`; then what is missing. */
export function measuredHeadline(places: readonly MeasuredPlace[], context: AnalysisContext): string {
  return headline(context, sole(places.map(({ place }) => place.architecture)), [
    runCountText(places),
    sparsityText(places),
    missingText(places.map(({ place }) => place)),
  ]);
}

/** The first of figures of parts, in which diverged runs have none: as `measuredHeadline`, then `diverged runs, left out: 2`. */
export function partHeadline(places: readonly MeasuredPlace[], context: AnalysisContext): string {
  const lost = counted('diverged runs, left out', divergedOf(places));
  return [measuredHeadline(places, context), ...(lost === null ? [] : [lost])].join(', ');
}

/** The one label that all have: the headline says it, panels need not. */
export function sole(labels: Iterable<string>): string[] {
  const distinct = [...new Set(labels)];
  return distinct.length === 1 ? distinct : [];
}

/** `diverged runs, left out: 2`; null for none. */
export function counted(what: string, count: number): string | null {
  return count === 0 ? null : `${what}: ${count}`;
}

/** How many runs of these places diverged. */
export function divergedOf(places: readonly MeasuredPlace[]): number {
  return total(
    places.map(({ place }) => place),
    'diverged',
  );
}

/** `mean over seeds with 95 % interval`. */
export function meanText({ confidence }: AnalysisContext): string {
  return `mean over seeds with ${percentText(confidence)} interval`;
}
