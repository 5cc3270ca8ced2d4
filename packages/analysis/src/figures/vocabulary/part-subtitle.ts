/** The first line below the title of a figure about parts: what was run, and what is not there. */
import type { AnalysisContext } from '../../context.ts';
import type { PartPlace } from '../../summary/part-places.ts';
import { missingText, runCountText } from '../../text/caption.ts';
import { sparsityText } from './sparsity-facets.ts';

/** `name, lstm, profile quick, n = 5 seeds, sparse methods at 90 %, diverged runs, left out: 2`. */
export function partSubtitle(places: readonly PartPlace[], { experiment, profile }: AnalysisContext): string {
  const missing = missingText(places.map(({ place }) => place));
  const diverged = places.reduce((sum, { place }) => sum + place.diverged, 0);
  const architectures = new Set(places.map(({ place }) => place.architecture));
  const sparsity = sparsityText(places);
  return [
    experiment,
    ...(architectures.size === 1 ? architectures : []),
    `profile ${profile}`,
    runCountText(places),
    ...(sparsity === null ? [] : [sparsity]),
    ...(missing === null ? [] : [missing]),
    ...(diverged === 0 ? [] : [`diverged runs, left out: ${String(diverged)}`]),
  ].join(', ');
}
