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
  const sparse = distinctNumbers(places.map(({ place }) => place.sparsity)).filter(
    (sparsity) => sparsity > 0,
  );
  if (sparse.length <= 1) return [{ label: null, includes: () => true }];
  return sparse.map((sparsity) => ({
    label: percentText(sparsity),
    includes: ({ place }) => place.sparsity === 0 || place.sparsity === sparsity,
  }));
}

/** `sparse methods at 90 %`; null without any. */
export function sparsityText(places: readonly MeasuredPlace[]): string | null {
  const sparse = distinctNumbers(places.map(({ place }) => place.sparsity)).filter(
    (sparsity) => sparsity > 0,
  );
  return sparse.length === 0 ? null : `sparse methods at ${sparse.map(percentText).join(', ')}`;
}
