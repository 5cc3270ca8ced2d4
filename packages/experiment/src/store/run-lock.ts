/**
 * A lock between processes: a file that only one of them can create. It names its holder, and the holder keeps touching
 * it, so that the lock of a process that is gone can be taken over: at once where it died on this machine, else (another
 * machine, a process id that was given out again) when it has not been touched for ten minutes.
 *
 * Ages are differences between times that one file system gave, so clocks need not agree. A holder that was only asleep
 * for so long loses its lock: then a run may be computed twice, to the same bits.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

const TOUCH_MS = 60_000;
/** A holder that lives touches its lock ten times in this while. */
const EXPIRES_MS = 600_000;
/** Longer than it takes to write a lock where it cannot be written in one go. */
const UNREADABLE_MS = 10_000;

/** True if this process holds the lock now; false if another holds it, or this one did already. Throws StoreError. */
export function acquireLock(file: string): boolean {
  try {
    makeFolder(dirname(file));
    if (create(file)) return hold(file);
    if (lockState(file) === 'free') return create(file) && hold(file);
    // Of several processes that find a lock without a holder only one may replace it, and only if it has none then.
    const takeover = `${file}.takeover`;
    if (!create(takeover)) {
      if (lockState(takeover) === 'stale') rmSync(takeover, { force: true });
      return false;
    }
    try {
      if (!isAbandoned(file, modified(takeover))) return false;
      rmSync(file);
      return create(file) && hold(file);
    } finally {
      rmSync(takeover, { force: true });
    }
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/** Gives up a lock of this process; one of another process stays. */
export function releaseLock(file: string): void {
  held.delete(file);
  if (held.size === 0) stopTouching();
  if (isOwn(file)) rmSync(file, { force: true });
}

/** State of a lock. A file that cannot be understood (a crash while it was written) is `unreadable`, not free. */
export function lockState(file: string): LockState {
  const lock = readLock(file);
  if (lock === undefined) return 'free';
  if ('problem' in lock) return 'unreadable';
  const { pid, host } = lock.record;
  return host === hostname() && !isAlive(pid) ? 'stale' : 'held';
}

/** Whether the holder of a lock is gone, at the time `now` of its file system. */
function isAbandoned(file: string, now: number): boolean {
  const state = lockState(file);
  if (state === 'free' || isOwn(file)) return false;
  if (state === 'stale') return true;
  return now - modified(file) > (state === 'held' ? EXPIRES_MS : UNREADABLE_MS);
}

/** Locks that this process holds. */
const held = new Set<string>();
let touching: ReturnType<typeof setInterval> | undefined;

function hold(file: string): true {
  held.add(file);
  touching ??= setInterval(() => held.forEach(touch), TOUCH_MS).unref();
  return true;
}

function stopTouching(): void {
  clearInterval(touching);
  touching = undefined;
}

/** A space at its end means nothing in JSON, and lets the file system set the time. */
function touch(file: string): void {
  try {
    if (isOwn(file)) appendFileSync(file, ' ');
  } catch {
    // The disk is full, or the folder is gone: the sweep notices when it stores the run.
  }
}

function isOwn(file: string): boolean {
  const lock = readLock(file);
  return lock !== undefined && 'record' in lock && lock.record.token === token;
}

function readLock(file: string): ReturnType<typeof parseRecord<z.infer<typeof lockRecord>>> | undefined {
  try {
    return parseRecord(lockRecord, readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return { problem: 'cannot be read' };
  }
}

/** True if the lock was not there and is now. It appears whole or not at all, even on a disk that is full. */
function create(file: string): boolean {
  const own = `${file}.${String(process.pid)}.${token.slice(0, 8)}.tmp`;
  try {
    writeFileSync(own, JSON.stringify({ pid: process.pid, host: hostname(), token }));
    return link(own, file);
  } finally {
    rmSync(own, { force: true });
  }
}

function link(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    return copy(own, file); // a file system without hard links
  }
}

function copy(own: string, file: string): boolean {
  try {
    writeFileSync(file, readFileSync(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    rmSync(file, { force: true });
    throw error;
  }
}

function modified(file: string): number {
  return statSync(file).mtimeMs;
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
