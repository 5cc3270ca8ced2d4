/** The first columns of a table with a row for each place of the grid: its labels, its runs and what it costs. */
import type { Place } from '../summary/place.ts';
import type { MeasuredPlace } from '../summary/summarise-measures.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';
import { fixed } from '../text/formatted.ts';
import { percentText } from '../text/score-text.ts';
import { numberCell, remarked } from './cells.ts';
import { column, textColumn, type ItemColumn } from './declared-table.ts';
import { NOT_LEARNED } from './learning-notes.ts';
import { emptyCell } from './table.ts';

/** Architecture, method and sparsity. */
export function modelColumns<Item>(
  of: (item: Item) => Pick<Place, 'architecture' | 'method' | 'sparsity'>,
): ItemColumn<Item>[] {
  return [
    textColumn('Architecture', 'architecture', (item) => of(item).architecture),
    textColumn('Method', 'method', (item) => of(item).method),
    sparsityColumn((item) => of(item).sparsity),
  ];
}

/** The same and the task. */
export function placeColumns<Item>(of: (item: Item) => Place): ItemColumn<Item>[] {
  return [...modelColumns(of), textColumn('Task', 'task', (item) => of(item).task)];
}

/** The sparsity in percent. */
export function sparsityColumn<Item>(of: (item: Item) => number): ItemColumn<Item> {
  return column('Sparsity', null, ['sparsity'], (item) => numberCell(of(item), percentText));
}

/** Runs in which something was measured: `4 (1 div.; 2 missing; 1 not probed)`. */
export const RUNS_COLUMN: ItemColumn<MeasuredPlace> = column(
  'Runs',
  null,
  ['measured', 'completed', 'diverged', 'missing'],
  ({ place: { completed, diverged, missing, learning }, runs }) => ({
    text: remarked(String(runs.length), [
      ...(diverged > 0 ? [`${diverged} div.`] : []),
      ...(missing > 0 ? [`${missing} missing`] : []),
      ...(completed > runs.length ? [`${completed - runs.length} not probed`] : []),
      ...(learning === 'not learned' ? [NOT_LEARNED] : []),
    ]),
    raw: [runs.length, completed, diverged, missing],
  }),
);

/** Core and total MACs in one column: `10.0 / 14.0`. */
export const COST_COLUMN: ItemColumn<{ readonly place: ScoreSummary }> = column(
  'MACs, core / total',
  '%',
  ['core_mac_share', 'total_mac_share'],
  ({ place: { shares } }) =>
    shares === null
      ? emptyCell(2)
      : {
          text: `${fixed(shares.core * 100)} / ${fixed(shares.total * 100)}`,
          raw: [shares.core, shares.total],
        },
);

/** What `COST_COLUMN` means, for the caption. */
export const COST_MEANING =
  'MACs per time step, head excluded, in percent of the dense core of the same architecture: those of the recurrent core, and the total with the router';
