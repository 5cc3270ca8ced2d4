/** Who holds a lease: a process, named so that another one can tell whether it still lives. */
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { processStat } from './process-stat.ts';

/**
 * The content of a lease. What a system does not tell is absent, as are the last three in locks of versions before leases.
 * Fields that a later version adds are passed over, so that its leases count here.
 */
export const leaseOwner = z.object({
  pid: z.int().positive(),
  host: z.string(),
  token: z.string().describe('random; tells this process from every other'),
  boot: z.string().optional().describe('changes whenever the machine starts'),
  namespace: z.string().optional().describe('where the process id counts: containers have their own'),
  started: z.string().optional().describe('when the process started, see process-stat.ts'),
});

/** A parsed owner. */
export type LeaseOwner = z.infer<typeof leaseOwner>;

let own: LeaseOwner | undefined;

/** This process. */
export function thisProcess(): LeaseOwner {
  own ??= {
    pid: process.pid,
    host: hostname(),
    token: randomUUID(),
    boot: told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: told(() => readlinkSync('/proc/self/ns/pid')),
    started: processStat(process.pid)?.started,
  };
  return own;
}

function told(ask: () => string): string | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
