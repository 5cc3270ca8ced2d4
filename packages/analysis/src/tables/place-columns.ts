/** The first columns of a table with a row for each place of the grid: its labels, its runs and what it costs. */
import type { ScoreSummary } from '../summary/summarise-scores.ts';
import { fixed } from '../text/formatted.ts';
import { percentText } from '../text/score-text.ts';
import type { Cell, Column } from './table.ts';
import { emptyCell, textCell } from './table.ts';

/** Architecture, method, sparsity, task. */
export const PLACE_COLUMNS: readonly Column[] = [
  { label: 'Architecture', align: 'left', unit: null, fields: ['architecture'] },
  { label: 'Method', align: 'left', unit: null, fields: ['method'] },
  { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
  { label: 'Task', align: 'left', unit: null, fields: ['task'] },
];

/** Cells of `PLACE_COLUMNS`. */
export function placeCells({ architecture, method, sparsity, task }: ScoreSummary): Cell[] {
  return [
    textCell(architecture),
    textCell(method),
    { text: percentText(sparsity), raw: [sparsity] },
    textCell(task),
  ];
}

/** Core and total MACs in one column. */
export const COST_COLUMN: Column = {
  label: 'MACs, core / total',
  align: 'right',
  unit: '%',
  fields: ['core_mac_share', 'total_mac_share'],
};

/** What `COST_COLUMN` means, for the caption. */
export const COST_MEANING =
  'MACs per time step, head excluded, in percent of the dense core of the same architecture: those of the recurrent core, and the total with the router';

/** `10.0 / 14.0`. */
export function costCell({ shares }: ScoreSummary): Cell {
  if (shares === null) return emptyCell(2);
  return {
    text: `${fixed(shares.core * 100)} / ${fixed(shares.total * 100)}`,
    raw: [shares.core, shares.total],
  };
}
