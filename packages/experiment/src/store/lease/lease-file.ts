/**
 * The file of a lease. It appears whole or not at all, and only one of several processes can create, or remove, the same
 * one. Nothing here asks whether a name exists, which a network file system answers late: `link` and `rename` are exact.
 */
import {
  closeSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { parseRecord } from '../parse-record.ts';
import { leaseOwner, thisProcess, type LeaseOwner } from './lease-owner.ts';

/** What one look at a lease shows. */
export interface LeaseFile {
  /** Null where the file is empty or torn. */
  readonly owner: LeaseOwner | null;
  /** When it was touched last, in ms by the clock of its file system. */
  readonly touchedMs: number;
}

/** Undefined where there is none. It is opened for its time, too: without that NFS gives one that is seconds old. */
export function readLease(file: string): LeaseFile | undefined {
  return opened(file, 'r', read);
}

/**
 * Creates a lease of this process unless there is one. `nowMs`: the time of the file system. Throws the system's error,
 * and leaves nothing behind then.
 */
export function createLease(file: string): { readonly created: boolean; readonly nowMs: number } {
  const whole = temporaryName(file);
  try {
    writeFileSync(whole, JSON.stringify(thisProcess()));
    const nowMs = readLease(whole)?.touchedMs ?? 0;
    return { created: link(whole, file), nowMs };
  } finally {
    rmSync(whole, { force: true });
  }
}

/** Sets the time of a lease of this process, by the clock of its file system; another's stays as it is. */
export function touchLease(file: string): void {
  // A byte of a file that is there needs no space on a full disk, and `r+` makes no file where the lease was removed.
  opened(file, 'r+', (descriptor) => {
    if (isOwn(read(descriptor))) writeSync(descriptor, '{', 0);
  });
}

/**
 * Removes a lease if it is still as it was `seen`. It is renamed first, which only one process can do, so that a newer
 * one is noticed and put back. False if there was nothing to remove. Throws the system's error.
 */
export function removeLease(file: string, seen: LeaseFile): boolean {
  const aside = temporaryName(file);
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
  const taken = readLease(aside);
  const same = taken?.owner?.token === seen.owner?.token && taken?.touchedMs === seen.touchedMs;
  if (!same) link(aside, file);
  rmSync(aside, { force: true });
  return same;
}

/** The time by the clock of the file system beside a lease, in ms; null where nothing can be written there. */
export function fileSystemNow(file: string): number | null {
  const probe = temporaryName(file);
  try {
    writeFileSync(probe, '');
    return readLease(probe)?.touchedMs ?? null;
  } catch {
    return null;
  } finally {
    rmSync(probe, { force: true });
  }
}

/** Whether it is of this process. */
export function isOwn({ owner }: LeaseFile): boolean {
  return owner?.token === thisProcess().token;
}

/** A name that no other process takes. */
function temporaryName(file: string): string {
  return `${file}.${String(process.pid)}.${thisProcess().token.slice(0, 8)}.tmp`;
}

function read(descriptor: number): LeaseFile {
  const parsed = parseRecord(leaseOwner, readFileSync(descriptor, 'utf8'));
  return { owner: 'record' in parsed ? parsed.record : null, touchedMs: fstatSync(descriptor).mtimeMs };
}

function opened<T>(file: string, flags: 'r' | 'r+', use: (descriptor: number) => T): T | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, flags);
    return use(descriptor);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** NFS says ESTALE, which Node knows by its number only, of a file that another machine removed while it was open. */
function isGone(error: unknown): boolean {
  const { code, errno } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' || errno === -116;
}

function link(whole: string, file: string): boolean {
  try {
    linkSync(whole, file);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
    return copy(whole, file); // a file system without hard links
  }
}

function copy(whole: string, file: string): boolean {
  try {
    writeFileSync(file, readFileSync(whole), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    rmSync(file, { force: true });
    throw error;
  }
}
