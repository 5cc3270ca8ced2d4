/** Work as measured on test data beside what was planned: who keeps to the MACs that a comparison assumes. */
import type { Measure, Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { measureIn } from '../measure-in.ts';
import { TOTAL_MAC_SHARE } from '../summary/costs.ts';
import { MAC_DRIFT } from '../summary/mac-drift.ts';
import { isSilent } from '../summary/silence.ts';
import { summariseScores, type ScoreSummary } from '../summary/summarise-scores.ts';
import { fixed, formatted } from '../text/formatted.ts';
import { meaningText } from '../text/measure-text.ts';
import { missingText, SPARSITY_MEANING } from '../text/caption.ts';
import { PLACE_COLUMNS, placeCells } from './place-columns.ts';
import type { Cell, Table } from './table.ts';
import { emptyCell, NOT_MEASURED } from './table.ts';

/**
 * One row per (architecture, method, sparsity, task) at a sparsity above 0. Ranges are over seeds. Throws AnalysisError if
 * there is no run.
 */
export function buildWorkTable(observations: readonly Observation[], context: AnalysisContext): Table {
  if (observations.length === 0) {
    throw new AnalysisError(`table work: there is no run; run the experiment ${context.experiment} first`);
  }
  const summaries = summariseScores(observations, context);
  const places = summaries.filter(({ sparsity, expected }) => sparsity > 0 && expected > 0);
  const missing = missingText(summaries);
  const [total, drift] = [TOTAL_MAC_SHARE, MAC_DRIFT].map((name) => measureIn(context, name, 'accuracy'));
  return {
    id: 'work',
    caption: `${context.experiment}, profile ${context.profile}: work per time step on test data, least–most over seeds. ${meaningText(total!)}, in percent, head excluded. ${meaningText(drift!)}; a delta network sets its threshold on validation data, and drifts where the test data move otherwise. Sent: inputs and units that were read or computed, in percent. Silent: runs in which no unit was ever sent, so that nothing is recurrent. ${SPARSITY_MEANING[context.sparsityOf]}.`,
    columns: [
      ...PLACE_COLUMNS,
      { label: 'Runs', align: 'right', unit: null, fields: ['runs'] },
      {
        label: total!.title,
        align: 'right',
        unit: total!.sign,
        fields: ['total_mac_share_least', 'total_mac_share_most'],
      },
      {
        label: drift!.title,
        align: 'right',
        unit: drift!.sign,
        fields: ['mac_drift_least', 'mac_drift_most'],
      },
      { label: 'Inputs sent', align: 'right', unit: '%', fields: ['inputs_least', 'inputs_most'] },
      { label: 'Units sent', align: 'right', unit: '%', fields: ['units_least', 'units_most'] },
      { label: 'Silent', align: 'right', unit: 'runs', fields: ['silent'] },
    ],
    rows: places.map((place) =>
      workRow(
        place,
        observations.filter((run) => isOf(run, place)),
        drift!,
      ),
    ),
    footer: [],
    notes: missing === null ? [] : [`${missing}.`],
  };
}

function isOf(run: Observation, place: ScoreSummary): boolean {
  return (
    run.status === 'completed' &&
    run.architecture === place.architecture &&
    run.method === place.method &&
    run.sparsity === place.sparsity &&
    run.task === place.task
  );
}

function workRow(place: ScoreSummary, runs: readonly Observation[], drift: Measure): Cell[] {
  const percent = (value: number): string => fixed(100 * value);
  const silent = runs.filter(isSilent).length;
  const range = (read: (run: Observation) => number | undefined, show: (value: number) => string): Cell => {
    const values = runs.map(read).filter((value) => value !== undefined);
    if (runs.length === 0) return emptyCell(2);
    if (values.length === 0) return { ...emptyCell(2), text: NOT_MEASURED };
    const ends = [Math.min(...values), Math.max(...values)];
    return { text: [...new Set(ends.map(show))].join('–'), raw: ends };
  };
  return [
    ...placeCells(place),
    { text: String(runs.length), raw: [runs.length] },
    range(({ macs }) => macs.total / macs.dense, percent),
    range(
      ({ measures }) => measures[MAC_DRIFT],
      (value) => formatted(value, drift.format),
    ),
    range(({ activity }) => activity['inputs'], percent),
    range(({ activity }) => activity['units'], percent),
    runs.length === 0
      ? emptyCell(1)
      : { text: silent === 0 ? '0' : `${String(silent)} of ${String(runs.length)}`, raw: [silent] },
  ];
}
