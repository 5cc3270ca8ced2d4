/** Puts together the records that a finished run leaves. */
import { digestOf, type Result, type Timing } from '@dsrnn/records';
import type { RunOutput } from '../execute-run.ts';
import type { GridRun } from '../expand-grid.ts';
import type { KeyBasis } from '../key-of.ts';
import type { MachineFacts } from './machine-facts.ts';

/** The stored result of a run; `basis` is what its key was made from besides the spec. */
export function toResult(
  { key, spec }: GridRun,
  { outcome }: RunOutput,
  { data, numerics }: KeyBasis,
): Result {
  return { format: 1, key, numerics, data: { ...data }, spec, outcome, digest: digestOf(outcome) };
}

/** The wall-clock side of the same run, kept apart from what is digested. */
export function toTiming(
  { key, spec }: GridRun,
  { trainMs, stepMs }: RunOutput,
  clock: { readonly startedAt: string; readonly wallMs: number },
  facts: MachineFacts,
): Timing {
  return { key, ...clock, trainMs, stepMs, ...facts, backend: spec.backend, engine: spec.engine };
}
