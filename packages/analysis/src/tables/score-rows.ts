/** The rows of the score table: one for each method under each strategy, with a summary for each stream. */
import type { Metric } from '@dsrnn/records';
import type { StreamTask } from '../summary/stream-tasks.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';

/** Metric by stream; null where no run was seen under any strategy. */
export function metricsOf(
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
    const rows = new Map<string, Map<string, ScoreSummary>>();
    for (const summary of summaries) {
      const stream = streams.get(summary.task);
      if (stream === undefined) continue;
      const id = JSON.stringify([summary.architecture, summary.method, summary.sparsity]);
      const byStream = rows.get(id) ?? new Map<string, ScoreSummary>();
      rows.set(id, byStream.set(stream, summary));
    }
    return [...rows.values()].map((byStream) => ({ strategy, byStream }));
  });
}
