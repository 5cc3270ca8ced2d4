/**
 * The facts of the machine that go into timings: clock, host, processor, Node version, source commit.
 * The only file of the package that reads a clock; nothing from here may reach the digested part of a result.
 */
import { execFile } from 'node:child_process';
import { cpus, hostname } from 'node:os';
import { promisify } from 'node:util';

/** What stays the same for all runs of one process. `commit` is null outside a Git checkout. */
export interface MachineFacts {
  readonly host: string;
  readonly cpu: string;
  readonly node: string;
  readonly commit: string | null;
  /** What a backend of optional packages computes on. */
  readonly device?: string;
}

/** Collects the facts once. `folder` lies in the checkout whose commit is wanted; `-dirty` marks local edits. */
export async function machineFacts(folder: string): Promise<MachineFacts> {
  return {
    host: hostname(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    node: process.version,
    commit: await commitOf(folder),
  };
}

/** Milliseconds since an arbitrary start, never going back. For durations. */
export function monotonicMs(): number {
  return performance.now();
}

/** The time of day as ISO 8601 in UTC. For the label of a record, never for a duration. */
export function wallClock(): string {
  return new Date().toISOString();
}

async function commitOf(folder: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(
      'git',
      ['describe', '--always', '--dirty', '--exclude=*', '--abbrev=40'],
      { cwd: folder },
    );
    return stdout.trim();
  } catch {
    return null; // no git, or not a checkout: the record says so
  }
}
