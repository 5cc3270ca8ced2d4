/**
 * What sharing one model among parts costs each of them, as a measure that claims may name.
 *
 *   transfer.degradation = 1/K sum_k ln(mse_K(k) / mse_1(k))      mse
 *                        = 1/K sum_k (s_1(k) - s_K(k))            accuracy, auc
 *
 * K > 1 parts; s_K(k) is the score on part k at the end of the run, s_1(k) that of a run that learned part k alone, with
 * the same architecture, method, sparsity and seed. 0: as good as alone; above 0: worse.
 */
import { higherIsBetter, type Observation } from '@dsrnn/records';
import { groupBy, ln } from '@dsrnn/portable';
import { compareText } from '../order.ts';
import { mean } from '../statistics/mean.ts';
import { familyOf } from './stream-tasks.ts';

/** Learns all parts at once: with one part, that is all that any strategy can do. */
const JOINT = 'joint';

/**
 * The observations with the measure above, where every part has a completed run of its own: a run whose task has exactly
 * that part. Such a run is of the same strategy, else of the strategy `joint`; where several tasks have that one part,
 * one of the same family (see `familyOf`) goes before others, then the first by name. Without a run for some part, or
 * with an error of 0, the measure is absent.
 */
export function withDegradation(observations: readonly Observation[]): Observation[] {
  const alone = groupBy(
    observations.filter(({ parts }) => parts?.names.length === 1),
    (run) => idOf(run, run.parts!.names[0]!, run.strategy),
  );
  return observations.map((run) => {
    const value = degradationOf(run, alone);
    return value === null ? run : { ...run, measures: { ...run.measures, 'transfer.degradation': value } };
  });
}

function degradationOf(run: Observation, alone: ReadonlyMap<string, readonly Observation[]>): number | null {
  const { parts, metric } = run;
  if (parts === null || parts.names.length < 2) return null;
  const losses = parts.names.map((name, k) => {
    const single = partnerOf(run, name, alone)?.parts?.scores.at(-1)?.[0];
    const shared = parts.scores.at(-1)?.[k];
    if (single === undefined || shared === undefined) return NaN;
    return higherIsBetter(metric) ? single - shared : ln(shared) - ln(single);
  });
  return losses.every(Number.isFinite) ? mean(losses) : null;
}

function partnerOf(
  run: Observation,
  name: string,
  alone: ReadonlyMap<string, readonly Observation[]>,
): Observation | undefined {
  const found = alone.get(idOf(run, name, run.strategy)) ?? alone.get(idOf(run, name, JOINT)) ?? [];
  const distance = ({ stream }: Observation): number => (familyOf(stream) === familyOf(run.stream) ? 0 : 1);
  return [...found].sort((a, b) => distance(a) - distance(b) || compareText(a.stream, b.stream))[0];
}

function idOf(
  { architecture, method, sparsity, seed, metric }: Observation,
  name: string,
  strategy: string | null,
): string {
  return JSON.stringify([architecture, method, sparsity, seed, metric, strategy, name]);
}
