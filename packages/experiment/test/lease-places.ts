/** Files and places for tests of leases. */
import { spawnSync } from 'node:child_process';
import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '@dsrnn/portable/testing';
import type { LeaseOwner } from '../src/store/lease/lease-owner.ts';

/** Above the largest process id that Linux gives. */
export const deadPid = 2 ** 22 + 1;

/** Writes a lease of a process of this machine, but for what `owner` says, and gives its file. */
export function leaseOf(owner: Partial<LeaseOwner>, file = join(temporaryFolder(), 'lock')): string {
  writeFileSync(file, JSON.stringify({ pid: deadPid, host: hostname(), token: 'x', ...owner }));
  return file;
}

/** Sets the time of a file to `seconds` ago. */
export function makeOlder(file: string, seconds: number): void {
  const fresh = join(temporaryFolder(), 'now');
  writeFileSync(fresh, '');
  const now = statSync(fresh).mtimeMs / 1000;
  utimesSync(file, now - seconds, now - seconds);
}

/** Whether a command of the system ends well: what a test needs may be absent, or refused. */
export function canRun(command: string, ...words: string[]): boolean {
  return spawnSync(command, words).status === 0;
}

/** Options of unshare(1) that give a command process ids of its own, from 1 on, as in a container of the same host name. */
export const inContainer: readonly string[] = ['--pid', '--fork', '--mount-proc'];

/** Whether such a place can be had here. */
export const hasContainers = canRun('unshare', ...inContainer, 'true');

/** Mounts a small file system in memory; `options` as for mount(8). False where that is not allowed. */
export function mountTmpfs(folder: string, options: string): boolean {
  return canRun('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder);
}
