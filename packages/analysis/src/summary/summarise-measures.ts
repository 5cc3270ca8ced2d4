/** What a probe measured, grouped by the place of the grid. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { measureIn } from '../measure-in.ts';
import type { Estimate } from '../statistics/stratified-mean.ts';
import { sampleOf, stratifiedMean } from '../statistics/stratified-mean.ts';
import { runsAt } from './place.ts';
import type { ScoreSummary } from './summarise-scores.ts';
import { summariseScores } from './summarise-scores.ts';

/** A place of the grid with the runs in which the probe measured something. */
export interface MeasuredPlace {
  readonly place: ScoreSummary;
  /** By seed, ascending; empty where all runs diverged or are missing. */
  readonly runs: readonly Observation[];
}

/**
 * The places of every method that `probe` looked at in some run, in the order of the context. Places of such a method
 * without a measured run are there too. `what` names the table or figure in the message.
 * Throws AnalysisError if no run has been probed, and as `summariseScores` does.
 */
export function measuredPlaces(
  observations: readonly Observation[],
  context: AnalysisContext,
  probe: string,
  what: string,
): MeasuredPlace[] {
  const probed = observations.filter((run) => isProbed(run, probe));
  if (probed.length === 0) throw missingProbe(context, probe, what);
  const methods = new Set(probed.map(({ method }) => method));
  return summariseScores(observations, context)
    .filter(({ method, expected }) => expected > 0 && methods.has(method))
    .map((place) => ({ place, runs: runsAt(probed, place) }));
}

/**
 * Mean of `<probe>.<measure>` over the seeds of a place, with its interval; null if no run has it. The interval
 * ends where the measure does.
 */
export function measureEstimate(
  { place: { metric }, runs }: MeasuredPlace,
  measure: string,
  context: AnalysisContext,
): Estimate | null {
  const samples = runs.flatMap(({ task, seed, measures }) => {
    const value = measures[measure];
    return value === undefined ? [] : [sampleOf(task, seed, value)];
  });
  if (samples.length === 0 || metric === null) return null;
  const { least, most } = measureIn(context, measure, metric);
  return stratifiedMean(samples, context.confidence, [least, most]);
}

/** The error of a table or figure whose probe no run of the experiment has. */
export function missingProbe({ experiment }: AnalysisContext, probe: string, what: string): AnalysisError {
  return new AnalysisError(
    `${what}: no run of ${experiment} has results of the probe ${probe}; expected the line \`probes: [${probe}]\` in the profile of the experiment: add it and run the experiment again`,
  );
}

function isProbed({ measures, details }: Observation, probe: string): boolean {
  return probe in details || Object.keys(measures).some((name) => name.startsWith(`${probe}.`));
}
