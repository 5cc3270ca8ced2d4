/** Removes leases on runs: of those that nobody computes any more, or by force. */
import type { Lease, RunStore } from '@dsrnn/experiment';
import { count } from '@dsrnn/portable';
import { UsageError } from './errors.ts';
import { leaseText } from './lease-text.ts';
import { keyFrom } from './run-records.ts';
import type { Session } from './session.ts';

/** Whose leases are to go. */
export interface Unlocking {
  /** The key of a run, or the start of it. */
  readonly key: string | undefined;
  /** Those of every run. */
  readonly all: boolean;
  /** Also those that a process holds. */
  readonly force: boolean;
  readonly json: boolean;
}

/**
 * Says whose each lease is and removes it; one that is held is left undone without `force`. Throws UsageError unless one run
 * is named, or all.
 */
export async function unlockRuns(store: RunStore, unlocking: Unlocking, session: Session): Promise<void> {
  const { key, all, force, json } = unlocking;
  if ((key === undefined) !== all)
    throw new UsageError('runs unlock: name the key of one run, or --all; `dsrnn status` shows leases');
  const { clearLease } = await import('@dsrnn/experiment');
  const keys = key === undefined ? store.folders() : [keyFrom(store.folders(), key)];
  const removed: Lease[] = [];
  const left: Lease[] = [];
  for (const lease of keys.flatMap((one) => store.leases(one))) {
    (clearLease(lease.path, force) ? removed : left).push(lease);
  }
  if (json) session.printJson({ removed, left });
  else {
    for (const lease of removed) session.print(`removed the lease of ${leaseText(lease)}`);
    for (const lease of left) session.print(`left the lease of ${leaseText(lease)}`);
    if (removed.length + left.length === 0) session.print('no lease to remove');
  }
  if (left.length > 0) {
    session.leaveUndone(
      `${count(left.length, 'lease is', 'leases are')} held, as far as can be seen; --force removes what is held, and ` +
        'whoever still computes the run goes on: it may be computed twice, to the same bits',
    );
  }
}
