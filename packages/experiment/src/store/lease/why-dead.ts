/**
 * Whether the holder of a lease is gone. On the same machine the system knows it at once; what another machine, or another
 * container, holds is given up when it has not been touched for ten minutes. A holder that was only asleep for so long
 * loses its lease, and a run may then be computed twice, to the same bits.
 */
import { formatDuration } from '@dsrnn/portable';
import type { LeaseFile } from './lease-file.ts';
import { thisProcess, type LeaseOwner } from './lease-owner.ts';
import { processStat } from './process-stat.ts';

/** A holder that lives touches its lease ten times in this while. */
export const EXPIRES_MS = 600_000;
/** Longer than it takes to write a lease where it cannot be created in one go. */
const TORN_MS = 10_000;

/**
 * Why nobody holds the lease any more; null: as far as can be seen its holder lives. `nowMs` is a time that the same file
 * system gave just now, so that clocks of machines need not agree; null where it gave none, and then nothing expires.
 */
export function whyDead({ owner, touchedMs }: LeaseFile, nowMs: number | null): string | null {
  const age = nowMs === null ? 0 : nowMs - touchedMs;
  if (owner === null) return Math.abs(age) > TORN_MS ? 'is empty or cut off' : null;
  if (owner.token === thisProcess().token) return null;
  const gone = whyGone(owner);
  if (gone !== null) return gone;
  if (age > EXPIRES_MS) return `its process gave no sign of life for ${formatDuration(age)}`;
  // A holder that lives touches it soon after the clock was set back.
  if (age < -EXPIRES_MS) return 'its process gave no sign of life since the clock was set back';
  return null;
}

/** What the system knows of a process of this machine, null where it lives or is out of sight. */
function whyGone(owner: LeaseOwner): string | null {
  const own = thisProcess();
  if (owner.host !== own.host) return null;
  if (differ(owner.boot, own.boot)) return 'its machine was restarted';
  if (differ(owner.namespace, own.namespace)) return null;
  const recycled = 'its process is gone, another one has its id';
  if (owner.pid === own.pid) return recycled;
  if (!isListed(owner.pid)) return 'its process is gone';
  const stat = processStat(owner.pid);
  if (stat === undefined) return null;
  if (stat.state === 'Z' || stat.state === 'X') return 'its process has ended (a zombie)';
  return differ(owner.started, stat.started) ? recycled : null;
}

/** Unknown is no difference. */
function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** Signal 0 only asks. EPERM means that the process is there and belongs to someone else. */
function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
