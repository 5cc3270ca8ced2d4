/** Whether what a claim asks of a number of places can be met, and can be missed. */
import type { Claim } from '@dsrnn/records';
import type { FieldIssue } from '../yaml/yaml-source.ts';

/** What is wrong with the tally of a claim; paths begin at the claim. */
export function claimTallyIssues({ tally }: Claim): FieldIssue[] {
  if (tally === undefined) return [];
  const { among, least, lead } = tally;
  if (least === undefined && lead === undefined) {
    const message =
      'asks for nothing: give least, the places on which it holds, or lead, by how many more than it fails';
    return [{ path: ['tally'], message }];
  }
  return (['least', 'lead'] as const).flatMap((name): FieldIssue[] => {
    const asked = tally[name];
    if (asked === undefined || asked <= among) return [];
    const message = `is ${String(asked)}, but among is ${String(among)}, so that all places there are may be too few: raise among to that`;
    return [{ path: ['tally', name], message }];
  });
}
