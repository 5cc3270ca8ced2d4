/** Work as measured on test data beside what was planned: who keeps to the MACs that a comparison assumes. */
import type { Observation } from '@dsrnn/records';
import { measureIn } from '../measure-in.ts';
import { TOTAL_MAC_SHARE } from '../summary/costs.ts';
import { MAC_DRIFT } from '../summary/mac-drift.ts';
import { runsAt } from '../summary/place.ts';
import { isSilent } from '../summary/silence.ts';
import { requireRuns, summariseScores } from '../summary/summarise-scores.ts';
import type { MeasuredPlace } from '../summary/summarise-measures.ts';
import { fixed, formatted } from '../text/formatted.ts';
import { meaningText } from '../text/measure-text.ts';
import { missingNote, SPARSITY_MEANING } from '../text/caption.ts';
import { numberCell, rangeCell } from './cells.ts';
import { column, tableOf, type ItemColumn, type TableBuilder } from './declared-table.ts';
import { placeColumns } from './place-columns.ts';
import { emptyCell, NOT_MEASURED } from './table.ts';

/**
 * One row per (architecture, method, sparsity, task) at a sparsity above 0. Ranges are over seeds. Throws AnalysisError if
 * there is no run.
 */
export const buildWorkTable: TableBuilder = (observations, context) => {
  requireRuns(observations, context, 'table work');
  const summaries = summariseScores(observations, context);
  const completed = observations.filter(({ status }) => status === 'completed');
  const [total, drift] = [TOTAL_MAC_SHARE, MAC_DRIFT].map((name) => measureIn(context, name, 'accuracy'));
  const percent = (value: number): string => fixed(100 * value);
  return tableOf<MeasuredPlace>({
    id: 'work',
    caption: `${context.experiment}, profile ${context.profile}: work per time step on test data, least–most over seeds. ${meaningText(total!)}, in percent, head excluded. ${meaningText(drift!)}; a delta network sets its threshold on validation data, and drifts where the test data move otherwise. Sent: inputs and units that were read or computed, in percent. Silent: runs in which no unit was ever sent, so that nothing is recurrent. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: [
      ...placeColumns(({ place }: MeasuredPlace) => place),
      column('Runs', null, ['runs'], ({ runs }) => numberCell(runs.length)),
      rangeColumn(
        total!.title,
        total!.sign,
        'total_mac_share',
        ({ macs }) => macs.total / macs.dense,
        percent,
      ),
      rangeColumn(
        drift!.title,
        drift!.sign,
        'mac_drift',
        ({ measures }) => measures[MAC_DRIFT],
        (value) => formatted(value, drift!.format),
      ),
      rangeColumn('Inputs sent', '%', 'inputs', ({ activity }) => activity['inputs'], percent),
      rangeColumn('Units sent', '%', 'units', ({ activity }) => activity['units'], percent),
      column('Silent', 'runs', ['silent'], ({ runs }) => {
        const silent = runs.filter(isSilent).length;
        return numberCell(runs.length === 0 ? null : silent, (count) =>
          count === 0 ? '0' : `${count} of ${runs.length}`,
        );
      }),
    ],
    items: summaries
      .filter(({ sparsity, expected }) => sparsity > 0 && expected > 0)
      .map((place) => ({ place, runs: runsAt(completed, place) })),
    notes: [missingNote(summaries)],
  });
};

/** The least and the largest over the runs of a place. */
function rangeColumn(
  label: string,
  unit: string | null,
  field: string,
  read: (run: Observation) => number | undefined,
  show: (value: number) => string,
): ItemColumn<MeasuredPlace> {
  return column(label, unit, [`${field}_least`, `${field}_most`], ({ runs }) => {
    const values = runs.map(read).filter((value) => value !== undefined);
    return runs.length > 0 && values.length === 0
      ? { ...emptyCell(2), text: NOT_MEASURED }
      : rangeCell(values, show);
  });
}
