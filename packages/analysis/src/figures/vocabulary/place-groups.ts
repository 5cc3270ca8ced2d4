/** Panels by architecture and task. */
import type { AnalysisContext, GridSlot } from '../../context.ts';
import { labelsOf } from '../../summary/labels-of.ts';

type Place = Pick<GridSlot, 'architecture' | 'task'>;

/** What the title of a panel may name. */
export interface PlaceNames extends Place {
  readonly architectures: readonly string[];
  readonly tasks: readonly string[];
}

/** A group for each architecture, in it what `panel` makes of the items of each task, one or more of them, in the order of the context. */
export function placeGroups<Item, Panel>(
  items: readonly Item[],
  placeOf: (item: Item) => Place,
  context: AnalysisContext,
  panel: (here: readonly Item[], names: PlaceNames) => readonly Panel[],
): Panel[][] {
  const places = items.map(placeOf);
  const architectures = labelsOf('architecture', places, context);
  const tasks = labelsOf('task', places, context);
  return architectures.map((architecture) =>
    tasks.flatMap((task) => {
      const here = items.filter(
        (_, i) => places[i]!.architecture === architecture && places[i]!.task === task,
      );
      return here.length === 0 ? [] : panel(here, { architecture, task, architectures, tasks });
    }),
  );
}
