/** Panels by sparsity, for figures in which a method is one line. */
import { distinctNumbers } from '../../order.ts';
import type { MeasuredPlace } from '../../summary/summarise-measures.ts';
import { percentText } from '../../text/score-text.ts';

/** The places of one panel as far as sparsity decides. */
export interface SparsityFacet {
  /** `90 %`; null where there is one facet only. */
  readonly label: string | null;
  readonly includes: (place: MeasuredPlace) => boolean;
}

/** One facet for each sparsity above 0; what is run at 0 is in all of them. */
export function sparsityFacets(places: readonly MeasuredPlace[]): SparsityFacet[] {
  const sparse = sparsitiesAbove0(places);
  if (sparse.length <= 1) return [{ label: null, includes: () => true }];
  return sparse.map((sparsity) => ({
    label: percentText(sparsity),
    includes: ({ place }) => place.sparsity === 0 || place.sparsity === sparsity,
  }));
}

/** `sparse methods at 90 %`; null without any. */
export function sparsityText(places: readonly MeasuredPlace[]): string | null {
  const sparse = sparsitiesAbove0(places);
  return sparse.length === 0 ? null : `sparse methods at ${sparse.map(percentText).join(', ')}`;
}

/** Names of rows: methods, with their sparsity where there are several above 0. */
export function rowNames(
  places: readonly MeasuredPlace[],
): (row: { readonly method: string; readonly sparsity: number }) => string {
  const several = sparsitiesAbove0(places).length > 1;
  return ({ method, sparsity }) => (several && sparsity > 0 ? methodAt(method, sparsity) : method);
}

/** `ds, 90 %`. */
export function methodAt(method: string, sparsity: number): string {
  return `${method}, ${percentText(sparsity)}`;
}

function sparsitiesAbove0(places: readonly MeasuredPlace[]): number[] {
  return distinctNumbers(places.map(({ place }) => place.sparsity)).filter((sparsity) => sparsity > 0);
}
