/** The column that counts runs, for tables of what was measured in them. */
import type { MeasuredPlace } from '../summary/summarise-measures.ts';
import { NOT_LEARNED } from './learning-notes.ts';
import type { Cell, Column } from './table.ts';

/** Runs in which something was measured. */
export const RUNS_COLUMN: Column = {
  label: 'Runs',
  align: 'right',
  unit: null,
  fields: ['measured', 'completed', 'diverged', 'missing'],
};

/** `4 (1 div.; 2 missing; 1 not probed)`. */
export function runsCell({ place: { completed, diverged, missing, learning }, runs }: MeasuredPlace): Cell {
  const remarks = [
    ...(diverged > 0 ? [`${String(diverged)} div.`] : []),
    ...(missing > 0 ? [`${String(missing)} missing`] : []),
    ...(completed > runs.length ? [`${String(completed - runs.length)} not probed`] : []),
    ...(learning === 'not learned' ? [NOT_LEARNED] : []),
  ];
  const text = String(runs.length);
  return {
    text: remarks.length === 0 ? text : `${text} (${remarks.join('; ')})`,
    raw: [runs.length, completed, diverged, missing],
  };
}
