/** Differences between two sets of runs that were given the same architecture, task and seed. */
import { AnalysisError } from '../errors.ts';
import { compareText } from '../order.ts';
import { higherIsBetter, lowestOf, scaleName, type Scale } from './scale.ts';

/** A number of a run: its score, or what a probe measured. An observation is one, by its score. */
export interface Reading {
  readonly architecture: string;
  readonly method: string;
  readonly task: string;
  readonly seed: number;
  readonly metric: Scale;
  readonly status: 'completed' | 'diverged';
  /** Null for a run that diverged, and for one that completed but lacks the measure. */
  readonly score: number | null;
}

/** The difference of one pair, sign turned so that higher is better for the treatment. */
export interface PairedDifference<Side extends Reading = Reading> {
  readonly architecture: string;
  readonly task: string;
  readonly seed: number;
  readonly metric: Scale;
  /** Null where a run leaves no number: see `outcome`. */
  readonly difference: number | null;
  readonly referenceScore: number | null;
  /** `not measured`: a run completed without the number, whatever became of the other. */
  readonly outcome:
    'completed' | 'treatment diverged' | 'reference diverged' | 'both diverged' | 'not measured';
  /** The readings that were paired. */
  readonly treatment: Side;
  readonly reference: Side;
}

/** All pairs, and how many runs of each side found no partner. */
export interface Pairing<Side extends Reading = Reading> {
  readonly pairs: readonly PairedDifference<Side>[];
  readonly unpairedTreatment: number;
  readonly unpairedReference: number;
}

/**
 * Pairs of the two sides by (architecture, task, seed), sorted by these.
 *
 *   difference = treatment − reference where higher is better, reference − treatment where lower is
 *
 * A diverged treatment beside a completed reference scores the lowest that its metric has (accuracy 0, auc 1/2); mse and
 * measures have none, so its difference is null. Where the reference diverged, or a run that completed has no number,
 * the difference is null: absent is not diverged. Throws
 * AnalysisError if a side holds two runs of one pair, or a pair differs in its metric.
 */
export function pairedDifferences<Side extends Reading>(
  treatment: readonly Side[],
  reference: readonly Side[],
): Pairing<Side> {
  const theirs = byPair(reference, 'reference');
  const ours = byPair(treatment, 'treatment');
  const shared = [...ours].flatMap(([pair, run]) => {
    const partner = theirs.get(pair);
    return partner ? [pairOf(run, partner)] : [];
  });
  shared.sort(
    (a, b) => compareText(a.architecture, b.architecture) || compareText(a.task, b.task) || a.seed - b.seed,
  );
  return {
    pairs: shared,
    unpairedTreatment: ours.size - shared.length,
    unpairedReference: theirs.size - shared.length,
  };
}

function pairOf<Side extends Reading>(run: Side, partner: Side): PairedDifference<Side> {
  const { architecture, task, seed, metric } = run;
  if (scaleName(partner.metric) !== scaleName(metric)) {
    throw new AnalysisError(
      `pair ${architecture}/${task}/seed ${seed}: ${run.method} reports ${scaleName(metric)}, ${partner.method} ${scaleName(partner.metric)}; expected one metric per task`,
    );
  }
  const outcome = outcomeOf(run, partner);
  const score = run.score ?? (outcome === 'treatment diverged' ? lowestOf(metric) : null);
  const raw = score === null || partner.score === null ? null : score - partner.score;
  const difference = raw === null || higherIsBetter(metric) ? raw : -raw;
  return {
    ...{ architecture, task, seed, metric, difference, outcome },
    ...{ referenceScore: partner.score, treatment: run, reference: partner },
  };
}

function outcomeOf(run: Reading, partner: Reading): PairedDifference['outcome'] {
  if ([run, partner].some(({ status, score }) => status === 'completed' && score === null)) {
    return 'not measured';
  }
  if (run.score !== null) return partner.score === null ? 'reference diverged' : 'completed';
  return partner.score === null ? 'both diverged' : 'treatment diverged';
}

function byPair<Side extends Reading>(observations: readonly Side[], side: string): Map<string, Side> {
  const pairs = new Map<string, Side>();
  for (const observation of observations) {
    const { architecture, task, seed } = observation;
    const pair = JSON.stringify([architecture, task, seed]);
    if (pairs.has(pair)) {
      throw new AnalysisError(
        `${side} side: two runs of ${architecture}/${task}/seed ${seed}; expected one per pair, narrow the selection to one method and sparsity`,
      );
    }
    pairs.set(pair, observation);
  }
  return pairs;
}
