/** How often runs fail, a row a method, over all architectures and tasks. */
import { groupBy } from '@dsrnn/portable';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { COLLAPSE_SHARE } from '../summary/failure.ts';
import { type EndingSummary, summariseEndings } from '../summary/summarise-endings.ts';
import { requireRuns } from '../summary/summarise-scores.ts';
import { percentText } from '../text/score-text.ts';
import { missingText, SPARSITY_MEANING } from '../text/caption.ts';
import { numberCell } from './cells.ts';
import { column, tableOf, textColumn, type TableBuilder } from './declared-table.ts';
import { failedColumn } from './failed-column.ts';
import { sparsityColumn } from './place-columns.ts';
import { NO_VALUE } from './table.ts';

/**
 * One row per method and sparsity, over all architectures and tasks in which collapse can be told: how many runs failed, and
 * where. Throws AnalysisError if there is no run.
 */
export const buildFailureRatesTable: TableBuilder = (observations, context) => {
  requireRuns(observations, context, 'table failure-rates');
  const endings = summariseEndings(observations, context);
  const rows = groupBy(endings, ({ place: { method, sparsity } }) => `${method} ${sparsity}`);
  const missing = missingText(endings.map(({ place }) => place));
  const unjudged = [...new Set(endings.filter(({ judged }) => !judged).map(({ place }) => place.task))];
  return tableOf<FailureRate>({
    id: 'failure-rates',
    caption: `${context.experiment}, profile ${context.profile}: how many runs failed, over all architectures, tasks and seeds. Diverged: training ended in numbers that are not finite. Collapsed: completed, but no more than ${percentText(COLLAPSE_SHARE)} of the way from guessing to perfection (MSE: error at least ${percentText(1 - COLLAPSE_SHARE)} of that of guessing). Failed: share of runs that diverged or collapsed [${percentText(context.confidence)} Wilson interval as if runs were independent], lower is better. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: [
      textColumn('Method', 'method', ({ method }: FailureRate) => method),
      sparsityColumn(({ sparsity }) => sparsity),
      column('Runs', null, ['runs'], ({ runs }) => numberCell(runs)),
      column('Diverged', 'runs', ['diverged'], ({ diverged }) => numberCell(diverged)),
      column('Collapsed', 'runs', ['collapsed'], ({ collapsed }) => numberCell(collapsed)),
      failedColumn(
        ({ runs, diverged, collapsed }) =>
          runs === 0 ? null : wilsonInterval(diverged + collapsed, runs, context.confidence),
        () => NO_VALUE,
      ),
      textColumn('Where', 'failed_at', ({ where }) => (where === '' ? null : where)),
    ],
    items: [...rows.values()].map(rateOf),
    notes: [
      missing === null ? null : `${missing}; they are not counted as failed.`,
      unjudged.length === 0
        ? null
        : `No score of guessing is known, so that only divergence counts: ${unjudged.join(', ')}.`,
    ],
  });
};

/** A method at a sparsity. */
type FailureRate = ReturnType<typeof rateOf>;

function rateOf(members: readonly EndingSummary[]) {
  const { method, sparsity } = members[0]!.place;
  const collapsedIn = ({ judged, collapsed }: EndingSummary): number => (judged ? collapsed : 0);
  const total = (count: (ending: EndingSummary) => number): number =>
    members.reduce((sum, ending) => sum + count(ending), 0);
  return {
    ...{ method, sparsity },
    runs: total(({ runs }) => runs),
    diverged: total(({ diverged }) => diverged),
    collapsed: total(collapsedIn),
    where: members
      .flatMap((ending) => {
        const failed = ending.diverged + collapsedIn(ending);
        const { architecture, task } = ending.place;
        return failed === 0 ? [] : [`${architecture} on ${task}: ${failed} of ${ending.runs}`];
      })
      .join('; '),
  };
}
