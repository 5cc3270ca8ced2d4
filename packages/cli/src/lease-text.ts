/** Says whose a lease is, in one line wherever that is met. */
import type { Lease } from '@dsrnn/experiment';
import { formatDuration } from '@dsrnn/portable';

/** `process 12 on host, last sign of life 3m 05s ago, /…/lock`, and why nobody holds it where nobody does. */
export function leaseText({ path, owner, ageMs, dead }: Lease): string {
  const who = owner === null ? 'a process that it does not name' : `process ${owner.pid} on ${owner.host}`;
  const age = ageMs === null ? '' : `, last sign of life ${formatDuration(ageMs)} ago`;
  return `${who}${age}, ${path}${dead === null ? '' : `: ${dead}`}`;
}
