/** What a reader must know beside the numbers of a claim: what was left out or turned. */
import { groupBy } from '@dsrnn/portable';
import type { LeftOut } from '@dsrnn/records';
import { lowestOf, scaleName } from '../statistics/scale.ts';
import type { ClaimPair } from './claim-pair.ts';

/** E.g. `the reference diverged: 2 (lstm-64 on digits-rows-14)`. */
export function leftOutText({ reason, count, names }: LeftOut): string {
  const named = names.length === 0 ? '' : ` (${names.join(', ')})`;
  return `${reason}: ${count}${named}`;
}

/** To be appended to the sentence of the verdict; empty where there is nothing to say. */
export function remarksOn(pairs: readonly ClaimPair[], leftOut: readonly LeftOut[]): string {
  const floored = pairs.filter(
    ({ outcome, metric }) => outcome === 'treatment diverged' && lowestOf(metric) !== null,
  );
  const remarks = [
    ...[...groupBy(floored, ({ metric }) => `${scaleName(metric)} ${String(lowestOf(metric))}`)].map(
      ([lowest, own]) => `diverged treatments counted as ${lowest}: ${own.length}`,
    ),
    ...leftOut.map((group) => `left out, ${leftOutText(group)}`),
  ];
  return remarks.map((remark) => `; ${remark}`).join('');
}
