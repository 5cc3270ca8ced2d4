/**
 * What a run costs beside the dense model, as measures that claims may name.
 *
 *   cost.total-mac-share     MACs of core and router / MACs of the dense core of the same architecture
 *   cost.train-time-share    time of an optimiser step / that of the reference on the same architecture and task
 *   cost.stream-time-share   time of a streaming step / that of the reference
 *
 * Times are those of one machine; without them the last two are absent.
 */
import type { Observation, PlaceTimes } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';

/** The observations with the measures above. */
export function withCosts(
  observations: readonly Observation[],
  { times, reference }: Pick<AnalysisContext, 'times' | 'reference'>,
): Observation[] {
  const places = times?.places ?? [];
  return observations.map((run) => {
    const here = places.filter(
      ({ architecture, task }) => architecture === run.architecture && task === run.task,
    );
    const own = here.find(({ method, sparsity }) => method === run.method && sparsity === run.sparsity);
    const [base] = here.filter(({ method }) => method === reference).sort((a, b) => a.sparsity - b.sparsity);
    const share = (read: (place: PlaceTimes) => number | undefined): number | undefined => {
      const [ours, theirs] = [own && read(own), base && read(base)];
      return ours === undefined || theirs === undefined ? undefined : ours / theirs;
    };
    const train = share(({ trainMs }) => trainMs.median);
    const stream = share(({ streamMs }) => streamMs?.median);
    return {
      ...run,
      measures: {
        ...run.measures,
        'cost.total-mac-share': run.macs.total / run.macs.dense,
        ...(train === undefined ? {} : { 'cost.train-time-share': train }),
        ...(stream === undefined ? {} : { 'cost.stream-time-share': stream }),
      },
    };
  });
}
