/**
 * A lock between processes: a file that only one of them can create. It names its holder, so that the lock of a
 * process that died on this machine can be taken over; the lock of another machine never is.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { makeFolder } from '@dsrnn/portable/make-folder';
import { z } from 'zod';
import { unwritable } from './atomic-write.ts';
import { parseRecord } from './parse-record.ts';

const lockRecord = z.strictObject({ pid: z.int().positive(), host: z.string(), token: z.string() });

/** Whose lock it is: `free`; `held` by a living process or another machine; `stale`: its process died here. */
export type LockState = 'free' | 'held' | 'stale' | 'unreadable';

/** Tells the locks of this process from those of an earlier one with the same id. */
const token = randomUUID();

/** True if this process holds the lock now; false if another holds it, or this one did already. Throws StoreError. */
export function acquireLock(file: string): boolean {
  try {
    makeFolder(dirname(file));
    if (create(file)) return true;
    if (lockState(file) !== 'stale') return false;
    // Of several processes that find the stale lock only one may replace it, and only if it is still stale then.
    const takeover = `${file}.takeover`;
    if (!create(takeover)) return false;
    try {
      if (lockState(file) !== 'stale') return false;
      rmSync(file);
      return create(file);
    } finally {
      rmSync(takeover, { force: true });
    }
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/** Gives up a lock of this process; one of another process stays. */
export function releaseLock(file: string): void {
  const lock = readLock(file);
  if (lock !== undefined && 'record' in lock && lock.record.token === token) rmSync(file, { force: true });
}

/** State of a lock. A file that cannot be understood (a crash while it was written) is `unreadable`, not free. */
export function lockState(file: string): LockState {
  const lock = readLock(file);
  if (lock === undefined) return 'free';
  if ('problem' in lock) return 'unreadable';
  const { pid, host } = lock.record;
  return host === hostname() && !isAlive(pid) ? 'stale' : 'held';
}

function readLock(file: string): ReturnType<typeof parseRecord<z.infer<typeof lockRecord>>> | undefined {
  try {
    return parseRecord(lockRecord, readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return { problem: 'cannot be read' };
  }
}

function create(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname(), token }), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Signal 0 only asks. EPERM means that the process lives and belongs to someone else. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
