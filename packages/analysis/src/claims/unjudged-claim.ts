/** The verdict on a claim that cannot be judged. */
import type { Claim, ClaimVerdict } from '@dsrnn/records';

/** Not tested, with the reason why the judging ended in an error. */
export function unjudgedClaim(
  { id, statement, paper, confidence, margin }: Claim,
  reason: string,
): ClaimVerdict {
  return {
    id,
    statement,
    paper,
    confidence,
    verdict: 'not tested',
    reason: `It cannot be judged: ${reason}`,
    pairs: 0,
    leftOut: [],
    caps: [],
    difference: null,
    interval: null,
    places: null,
    margin,
  };
}
