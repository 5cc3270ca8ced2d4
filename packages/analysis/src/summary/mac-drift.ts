/**
 * How far the MACs that a run took on test data lie from what was planned, as a measure that claims and tables may name.
 *
 *   cost.mac-drift = MACs of core and router as measured / as planned
 *
 * 1 where MACs do not depend on the data. A delta network sets its threshold on validation data: where the test data move
 * otherwise, as under noise that training never saw, its work drifts.
 */
import type { Observation } from '@dsrnn/records';

/** Name of the measure. */
export const MAC_DRIFT = 'cost.mac-drift';

/** The observations with the measure above, where the run completed. `planned`: MACs per step and sample of a run. */
export function withMacDrift(
  observations: readonly Observation[],
  planned: (run: Observation) => number,
): Observation[] {
  return observations.map((run) =>
    run.status === 'diverged'
      ? run
      : { ...run, measures: { ...run.measures, [MAC_DRIFT]: run.macs.total / planned(run) } },
  );
}
