/**
 * What a run costs beside the dense model, as a measure that claims may name.
 *
 *   cost.total-mac-share     MACs of core and router / MACs of the dense core of the same architecture
 *
 * Times are no measure of a run: they are of a place, in rounds, see `timeShares`.
 */
import type { Observation } from '@dsrnn/records';

/** Name of the measure. */
export const TOTAL_MAC_SHARE = 'cost.total-mac-share';

/** The observations with the measure above. */
export function withCosts(observations: readonly Observation[]): Observation[] {
  return observations.map((run) => ({
    ...run,
    measures: { ...run.measures, [TOTAL_MAC_SHARE]: run.macs.total / run.macs.dense },
  }));
}
