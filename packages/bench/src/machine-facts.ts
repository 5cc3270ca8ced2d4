/** What this machine is. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { WorkerNode } from '@dsrnn/experiment';
import type { MachineFacts } from './report.ts';

/** Facts of this machine and day; the Node is that of the processes that measure, `peers` are versions by library. */
export function readMachine(
  { version, bits }: WorkerNode,
  pinnedTo: number | null,
  peers: Readonly<Record<string, string>>,
): MachineFacts {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    platform: process.platform,
    arch: process.arch,
    node: version.slice(1),
    vectorBits: bits,
    pinnedTo,
    date: new Date().toISOString().slice(0, 10),
    peers,
  };
}
