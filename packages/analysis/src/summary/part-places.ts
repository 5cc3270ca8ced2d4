/** The places of the grid whose tasks are made of parts, with the runs that know their parts. */
import type { Observation, PartsResult } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { runsAt } from './place.ts';
import { streamTasks, type StreamTask } from './stream-tasks.ts';
import type { MeasuredPlace } from './summarise-measures.ts';
import { summariseScores } from './summarise-scores.ts';

/** A completed run on a task with parts. */
export type PartsRun = Observation & { readonly parts: PartsResult };

/** A place with its runs. */
export interface PartPlace extends MeasuredPlace, StreamTask {
  /** Completed, by seed, ascending; empty where all diverged or are missing. */
  readonly runs: readonly PartsRun[];
  /** Names of the parts; empty without a run. */
  readonly names: readonly string[];
}

/**
 * The planned places of all tasks that have parts, by stream, strategy, architecture, method and sparsity, each in the
 * order of the context. A task of which no run completed counts as one with parts. `what` names the table or figure.
 * Throws AnalysisError if no run has parts, if runs of one task differ in their parts, and as `summariseScores` does.
 */
export function partPlaces(
  observations: readonly Observation[],
  context: AnalysisContext,
  what: string,
): PartPlace[] {
  const withParts = observations.filter(hasParts);
  if (withParts.length === 0) {
    throw new AnalysisError(
      `${what}: no run of ${context.experiment} has scores by part; expected a task that is made of parts (a stream or a family of tasks) under \`tasks:\`: list one and run the experiment again`,
    );
  }
  const whole = new Set(
    observations.filter(({ score, parts }) => score !== null && parts === null).map(({ task }) => task),
  );
  const summaries = summariseScores(observations, context).filter(({ expected }) => expected > 0);
  return streamTasks(observations, context)
    .filter(({ task }) => !whole.has(task))
    .flatMap((streamTask) => {
      const own = withParts.filter(({ task }) => task === streamTask.task);
      const names = own[0]?.parts.names ?? [];
      const other = own.find(({ parts }) => parts.names.join() !== names.join());
      if (other !== undefined) {
        throw new AnalysisError(
          `${what}: runs of ${streamTask.task} have the parts ${names.join(', ')} and ${other.parts.names.join(', ')}; expected the same parts in all runs of a task`,
        );
      }
      return summaries
        .filter(({ task }) => task === streamTask.task)
        .map((place): PartPlace => ({
          ...streamTask,
          place,
          names,
          runs: runsAt(own, place),
        }));
    });
}

/**
 * The places of tasks of which some run learned one part after the other. Throws AnalysisError if none did; `what` names the
 * figure.
 */
export function sequentialPlaces(
  observations: readonly Observation[],
  context: AnalysisContext,
  what: string,
): PartPlace[] {
  const places = partPlaces(observations, context, what);
  const tasks = new Set(places.filter(({ runs }) => runs.some(isSequential)).map(({ task }): string => task));
  if (tasks.size === 0) {
    throw new AnalysisError(
      `${what}: no run of ${context.experiment} learned one part after the other; expected a strategy such as fine-tune or replay under \`strategies:\``,
    );
  }
  return places.filter(({ task }) => tasks.has(task));
}

/** Whether a run learned its parts one after the other: it has a stage for each of several. */
export function isSequential({ parts }: PartsRun): boolean {
  return parts.scores.length > 1;
}

function hasParts(run: Observation): run is PartsRun {
  return run.parts !== null;
}
