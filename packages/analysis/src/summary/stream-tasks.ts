/** Which stream is learned by which strategy under each label of a task. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { labelsOf } from './labels-of.ts';

/** A label of a task, taken apart. */
export interface StreamTask {
  readonly task: string;
  readonly stream: string;
  /** Null where the experiment has no strategies. */
  readonly strategy: string | null;
}

/**
 * All observed and planned tasks by stream, then by strategy, both in the order in which the tasks of the context first
 * name them. A task without a run is taken apart at its slash.
 */
export function streamTasks(
  observations: readonly Observation[],
  context: Pick<AnalysisContext, 'tasks' | 'expected'>,
): StreamTask[] {
  const known = new Map(observations.map(({ task, stream, strategy }) => [task, { task, stream, strategy }]));
  const strategic = observations.some(({ strategy }) => strategy !== null);
  const all = labelsOf('task', [...observations, ...context.expected], context).map((task): StreamTask => {
    const [stream = task, strategy = null] = strategic ? task.split('/') : [task];
    return known.get(task) ?? { task, stream, strategy };
  });
  const streams = [...new Set(all.map(({ stream }) => stream))];
  const strategies = [...new Set(all.map(({ strategy }) => strategy))];
  return streams.flatMap((stream) =>
    strategies.flatMap((strategy) => all.filter((one) => one.stream === stream && one.strategy === strategy)),
  );
}

/** What streams of one kind share: the label without the number at its end, `permuted` of `permuted-5`. */
export function familyOf(stream: string): string {
  return stream.replace(/-\d+$/, '');
}
