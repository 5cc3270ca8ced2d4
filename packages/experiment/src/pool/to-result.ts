/** Puts together the records that a finished run leaves. */
import { digestsOf, type Result, type Timing } from '@dsrnn/records';
import type { RunOutput } from '../run/execute-run.ts';
import type { GridRun } from '../grid/expand-grid.ts';
import type { RunIdentity } from '../identity/key-of.ts';
import type { MachineFacts } from './machine-facts.ts';

/** The stored result of a run, whose key was made from this identity. */
export function toResult(key: string, { outcome }: RunOutput, { spec, data, versions }: RunIdentity): Result {
  return {
    format: 2,
    key,
    data: { ...data },
    versions: { ...versions },
    spec,
    outcome,
    digests: digestsOf(outcome),
  };
}

/** The wall-clock side of the same run, kept apart from what is digested. */
export function toTiming(
  { key, spec }: GridRun,
  { trainMs, stepMs, probed = false }: RunOutput,
  clock: { readonly startedAt: string; readonly wallMs: number },
  facts: MachineFacts,
): Timing {
  return {
    key,
    ...clock,
    trainMs,
    stepMs,
    ...(probed ? { probed } : {}),
    ...facts,
    backend: spec.backend,
    engine: spec.engine,
  };
}
