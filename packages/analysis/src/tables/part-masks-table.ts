/** Whether parts of a task use channels of their own, and whether their gradients conflict. */
import { orderLabels } from '../order.ts';
import { partPlaces, type PartPlace } from '../summary/part-places.ts';
import { missingProbe } from '../summary/summarise-measures.ts';
import type { TableBuilder } from './declared-table.ts';
import { unprobedNote } from './measure-table.ts';
import { CONFLICT_COLUMNS, COURSE_CONFLICT_COLUMNS, PART_MASK_COLUMNS } from './part-probe-columns.ts';
import { buildPartTable } from './part-table.ts';

const COLUMNS = [...PART_MASK_COLUMNS, ...CONFLICT_COLUMNS, ...COURSE_CONFLICT_COLUMNS];

/**
 * One row per (stream, strategy, architecture, method, sparsity) of the methods that were probed. Throws AnalysisError if
 * no run has parts, or none was probed.
 */
export const buildPartMasksTable: TableBuilder = (observations, context) => {
  const all = partPlaces(observations, context, 'table part-masks');
  const probed = all.map((one): PartPlace => ({
    ...one,
    runs: one.runs.filter(({ measures }) => COLUMNS.some(({ measure }) => measure in measures)),
  }));
  const methods = new Set(
    probed.filter(({ runs }) => runs.length > 0).map(({ place }): string => place.method),
  );
  if (methods.size === 0) throw missingProbe(context, 'part-masks', 'table part-masks');
  const others = orderLabels(
    context.methods,
    probed.map(({ place }) => place.method).filter((method) => !methods.has(method)),
  );
  return buildPartTable(
    probed.filter(({ place }) => methods.has(place.method)),
    context,
    {
      id: 'part-masks',
      subject: 'overlap of the hidden masks of parts, and of the gradients of parts',
      columns: COLUMNS,
      remarks:
        'Masks are specific to parts where J within is above J between. Nothing was selected on these.',
      notes: [unprobedNote(others)],
    },
  );
};
