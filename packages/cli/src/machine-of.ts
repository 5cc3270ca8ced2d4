/** What this machine is, for records of times. */
import { arch, availableParallelism, cpus, platform } from 'node:os';
import type { TimesRecord } from '@dsrnn/records';

/** Facts of this machine on a day. */
export function machineOf(day: Date): TimesRecord['machine'] {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    platform: platform(),
    arch: arch(),
    node: process.version,
    date: day.toISOString().slice(0, 10),
  };
}
