/** The rows of the score table: one for each method under each strategy, with a summary for each stream. */
import { groupBy } from '@dsrnn/portable';
import type { Metric } from '@dsrnn/records';
import type { StreamTask } from '../summary/stream-tasks.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';

/** Metric by stream; null where no run was seen under any strategy. */
export function metricByStream(
  summaries: readonly ScoreSummary[],
  tasks: readonly StreamTask[],
): ReadonlyMap<string, Metric | null> {
  return new Map(
    tasks.map(({ stream }) => {
      const own = new Set(tasks.filter((one) => one.stream === stream).map(({ task }) => task));
      return [stream, summaries.find(({ task, metric }) => own.has(task) && metric !== null)?.metric ?? null];
    }),
  );
}

/** A row: the summaries of one method by stream. A stream that the strategy is not planned for is absent. */
export interface ScoreRow {
  readonly strategy: string | null;
  readonly byStream: ReadonlyMap<string, ScoreSummary>;
}

/** The rows, by strategy, then in the order of the summaries. */
export function groupRows(summaries: readonly ScoreSummary[], tasks: readonly StreamTask[]): ScoreRow[] {
  const strategies = [...new Set(tasks.map(({ strategy }) => strategy))];
  return strategies.flatMap((strategy) => {
    const streams = new Map(
      tasks.filter((one) => one.strategy === strategy).map(({ task, stream }) => [task, stream]),
    );
    const rows = groupBy(
      summaries.filter(({ task }) => streams.has(task)),
      ({ architecture, method, sparsity }) => JSON.stringify([architecture, method, sparsity]),
    );
    return [...rows.values()].map((row) => ({
      strategy,
      byStream: new Map(row.map((summary) => [streams.get(summary.task)!, summary])),
    }));
  });
}
