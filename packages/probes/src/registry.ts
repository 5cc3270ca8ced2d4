/** All probes. Adding one: a file beside this one and an entry in `probes`. */
import { byKind, configUnion } from '@dsrnn/portable';
import type { z } from 'zod';
import { interference } from './interference.ts';
import { masks } from './masks.ts';
import { partConflict } from './part-conflict.ts';
import { partMasks } from './part-masks.ts';
import type { ProbeDefinition } from './probe.ts';

/** Every probe. */
export const probes = [masks, interference, partMasks, partConflict] as const;

/** Settings of any probe, told apart by `kind`. */
export const probeConfig = configUnion(probes);
/** Settings of any probe, defaults filled in. */
export type ProbeConfig = z.infer<typeof probeConfig>;

/** The definition of a probe by its `kind`. Throws RangeError that lists the known ones. */
export function probeDefinition(kind: string): ProbeDefinition {
  return byKind<ProbeDefinition>('probe', probes, kind);
}
