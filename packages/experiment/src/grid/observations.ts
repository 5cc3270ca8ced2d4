/** Joins the runs of a grid with their stored results, for the analysis. */
import type { Observation } from '@dsrnn/records';
import type { GridRun } from './expand-grid.ts';
import type { RunStore } from '../store/run-store.ts';

/**
 * The observations of the runs that have a result, in the grid's order, and the runs that have none.
 * Throws StoreError for a damaged record.
 */
export function observationsOf(
  runs: readonly GridRun[],
  store: RunStore,
): { readonly observations: Observation[]; readonly missing: GridRun[] } {
  const observations: Observation[] = [];
  const missing: GridRun[] = [];
  for (const run of runs) {
    const stored = store.get(run.key);
    if (stored === undefined) {
      missing.push(run);
      continue;
    }
    const { parts, probes, ...outcome } = stored.outcome;
    const { status, metric, score, validationScore, curve, macs, parameters, units, activity } = outcome;
    const { sparsity, seed, train } = run.spec;
    const numbers = { status, metric, score, validationScore, curve, macs, parameters, units, activity };
    const found = Object.entries(probes ?? {});
    const measured = [...found, ...(parts === undefined ? [] : [['parts', parts] as const])];
    observations.push({
      key: run.key,
      ...run.labels,
      tunes: run.tunes,
      sparsity,
      seed,
      learningRate: Number(train['learningRate']),
      ...numbers,
      parts: parts ?? null,
      measures: Object.fromEntries(
        measured.flatMap(([probe, { measures }]) =>
          Object.entries(measures).map(([name, value]) => [`${probe}.${name}`, value]),
        ),
      ),
      details: Object.fromEntries(found.map(([probe, { details }]) => [probe, details])),
    });
  }
  return { observations, missing };
}
