/** The sample of pairs of gradients that the probe `interference` keeps in its details. */
import { groupBy } from '@dsrnn/portable';
import {
  interferenceDetails,
  type GradientPair,
  type InterferenceDetails,
  type Observation,
} from '@dsrnn/records';
import { z } from 'zod';
import { AnalysisError } from '../errors.ts';
import { compareText } from '../order.ts';

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
  const sparsest = probed.filter(({ run: { method, sparsity } }) =>
    probed.every(({ run }) => run.method !== method || run.sparsity <= sparsity),
  );
  const groups = [...groupBy(sparsest, ({ run }) => placeText(run)).values()].flatMap(([first]) => {
    const { run, details } = first!;
    const { method, sparsity } = run;
    return details.groups.map(({ group, examples }) => ({ method, group, sparsity, examples }));
  });
  const samples = groupBy(groups, ({ method, group }) => JSON.stringify([method, group]));
  return [...samples.values()].map((members) => {
    const { method, group, sparsity } = members[0]!;
    return { method, group, sparsity, pairs: members.flatMap(({ examples }) => examples) };
  });
}

function comparePlaces(a: Observation, b: Observation): number {
  return compareText(placeText(a), placeText(b)) || a.sparsity - b.sparsity || a.seed - b.seed;
}

function placeText({ architecture, method, task }: Observation): string {
  return JSON.stringify([method, architecture, task]);
}
