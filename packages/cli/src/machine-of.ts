/** What this machine is, for records of times. */
import { arch, availableParallelism, cpus, platform } from 'node:os';
import type { WorkerNode } from '@dsrnn/experiment';
import type { TimesRecord } from '@dsrnn/records';

/** Facts of this machine on a day; the Node is that of the process that measured. */
export function machineOf({ version, bits }: WorkerNode, day: Date): TimesRecord['machine'] {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    platform: platform(),
    arch: arch(),
    node: version,
    vectorBits: bits,
    date: day.toISOString().slice(0, 10),
  };
}
