/** The sample of pairs of gradients that the probe `interference` keeps in its details. */
import {
  interferenceDetails,
  type GradientPair,
  type InterferenceDetails,
  type Observation,
} from '@dsrnn/records';
import { z } from 'zod';
import { AnalysisError } from '../errors.ts';

/** The details of a run; null if it was not probed. Throws AnalysisError on details of another form. */
export function interferenceDetailsOf({ key, details }: Observation): InterferenceDetails | null {
  const own = details['interference'];
  if (own === undefined) return null;
  const parsed = interferenceDetails.safeParse(own);
  if (parsed.success) return parsed.data;
  throw new AnalysisError(
    `run ${key}: the details of the probe interference are malformed; run it again, or restore its record:\n${z.prettifyError(parsed.error)}`,
  );
}

/** Pairs of examples of one method in one group of parameters. */
export interface PairSample {
  readonly method: string;
  readonly group: string;
  readonly sparsity: number;
  readonly pairs: readonly GradientPair[];
}

/**
 * The pairs of examples of each method at its largest probed sparsity, by group, over all architectures and tasks: of
 * each of these places the run of the least seed. Order: method as seen in the sorted observations, group likewise.
 */
export function interferencePairs(observations: readonly Observation[]): PairSample[] {
  const probed = observations
    .map((run) => ({ run, details: interferenceDetailsOf(run) }))
    .filter((one): one is { run: Observation; details: InterferenceDetails } => one.details !== null)
    .sort((a, b) => comparePlaces(a.run, b.run));
  const samples = new Map<
    string,
    { method: string; group: string; sparsity: number; pairs: GradientPair[] }
  >();
  const seen = new Set<string>();
  for (const { run, details } of probed) {
    const { architecture, method, sparsity, task } = run;
    const largest = Math.max(
      ...probed.filter((one) => one.run.method === method).map((one) => one.run.sparsity),
    );
    const place = JSON.stringify([architecture, method, task]);
    if (sparsity !== largest || seen.has(place)) continue;
    seen.add(place);
    for (const { group, examples } of details.groups) {
      const id = JSON.stringify([method, group]);
      const sample = samples.get(id);
      if (sample === undefined) samples.set(id, { method, group, sparsity, pairs: [...examples] });
      else sample.pairs.push(...examples);
    }
  }
  return [...samples.values()];
}

function comparePlaces(a: Observation, b: Observation): number {
  const [ours, theirs] = [placeText(a), placeText(b)];
  return ours < theirs ? -1 : ours > theirs ? 1 : a.sparsity - b.sparsity || a.seed - b.seed;
}

function placeText({ architecture, method, task }: Observation): string {
  return JSON.stringify([method, architecture, task]);
}
