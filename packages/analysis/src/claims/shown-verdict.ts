/** A verdict as readers see it. */
import type { ClaimVerdict } from '@dsrnn/records';

/**
 * The verdict in words that say how far it reaches: `supported here; over places inconclusive` where other places may
 * differ, `supported (one place)` where nothing is known of others. What is not decided here is not decided elsewhere.
 */
export function shownVerdict({ verdict, places }: Pick<ClaimVerdict, 'verdict' | 'places'>): string {
  if (places === null || (verdict !== 'supported' && verdict !== 'not supported')) return verdict;
  if (places.verdict === null) return `${verdict} (one place)`;
  return places.verdict === verdict ? verdict : `${verdict} here; over places ${places.verdict}`;
}
