/**
 * A lease between processes: a file that only one of them can create. It names its holder, who keeps touching it, so that
 * another process can tell when the holder is gone and take the lease over.
 */
import { dirname } from 'node:path';
import { makeFolder } from '@dsrnn/portable/make-folder';
import { unwritable } from '../atomic-write.ts';
import { StoreError } from '../store-error.ts';
import { createLease, fileSystemNow, isOwn, readLease, removeLease, touchLease } from './lease-file.ts';
import type { LeaseOwner } from './lease-owner.ts';
import { whyDead } from './why-dead.ts';

/** A lease as it is found. */
export interface Lease {
  readonly path: string;
  /** Null where the file is empty or cut off. */
  readonly owner: LeaseOwner | null;
  /** Since its holder touched it; null where the file system tells no time, as one that is read-only. */
  readonly ageMs: number | null;
  /** Why nobody holds it any more; null: it is held, as far as can be seen. */
  readonly dead: string | null;
}

/** Who takes over a lease holds this one meanwhile. */
export const takeoverOf = (file: string): string => `${file}.takeover`;

/** The lease in a file, undefined where there is none. Throws StoreError. */
export function findLease(file: string): Lease | undefined {
  try {
    const found = readLease(file);
    if (found === undefined) return undefined;
    const nowMs = fileSystemNow(file);
    const ageMs = nowMs === null ? null : nowMs - found.touchedMs;
    return { path: file, owner: found.owner, ageMs, dead: whyDead(found, nowMs) };
  } catch (cause) {
    const reason = String((cause as NodeJS.ErrnoException).code);
    throw new StoreError(file, `cannot be read (${reason})`, 'check its permissions', { cause });
  }
}

/** True if this process holds the lease now; false if another holds it, or this one did already. Throws StoreError. */
export function acquireLease(file: string): boolean {
  return writing(file, () => {
    makeFolder(dirname(file));
    const { created, nowMs } = createLease(file);
    return (created || (removeDead(file, nowMs) && createLease(file).created)) && hold(file);
  });
}

/** Gives up a lease of this process; one of another process stays. Throws StoreError. */
export function releaseLease(file: string): void {
  held.delete(file);
  if (held.size === 0) stopTouching();
  writing(file, () => removeOwn(file));
}

/** Removes a lease that nobody holds; with `force` one that is held, too. False if it was left. Throws StoreError. */
export function clearLease(file: string, force = false): boolean {
  return writing(file, () => {
    const found = readLease(file);
    if (found === undefined || (!force && whyDead(found, fileSystemNow(file)) === null)) return false;
    return removeLease(file, found);
  });
}

/** True if there is no lease any more. Of several processes that find it dead at a time one may remove it. */
function removeDead(file: string, nowMs: number): boolean {
  const found = readLease(file);
  if (found === undefined) return true;
  if (whyDead(found, nowMs) === null) return false;
  const takeover = takeoverOf(file);
  if (!beginTakeover(takeover)) return false;
  try {
    const again = readLease(file);
    return again === undefined || (whyDead(again, nowMs) !== null && removeLease(file, again));
  } finally {
    removeOwn(takeover);
  }
}

/** A process may have died while it took over, so this lease is judged as any other. */
function beginTakeover(takeover: string): boolean {
  const { created, nowMs } = createLease(takeover);
  if (created) return true;
  const other = readLease(takeover);
  if (other !== undefined && (whyDead(other, nowMs) === null || !removeLease(takeover, other))) return false;
  return createLease(takeover).created;
}

function removeOwn(file: string): void {
  const found = readLease(file);
  if (found !== undefined && isOwn(found)) removeLease(file, found);
}

const TOUCH_MS = 60_000;

/** Leases that this process holds. */
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

function touch(file: string): void {
  try {
    touchLease(file);
  } catch {
    // The folder is gone or cannot be written any more: the sweep notices when it stores the run.
  }
}

function writing<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw unwritable(file, cause);
  }
}
