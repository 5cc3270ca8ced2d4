/** The labels of what is shown, in the order of the experiment. */
import type { AnalysisContext } from '../context.ts';
import { orderLabels } from '../order.ts';

const LISTS = { architecture: 'architectures', method: 'methods', task: 'tasks' } as const;

type Label = keyof typeof LISTS;
/** What fixes the order of these labels. */
type Listed<Which extends Label> = Pick<AnalysisContext, (typeof LISTS)[Which]>;

/** The distinct architectures, methods or tasks of `runs`, or of places, in the order of the context. */
export function labelsOf<Which extends Label>(
  which: Which,
  runs: readonly Readonly<Record<Which, string>>[],
  context: Listed<Which>,
): string[] {
  return orderLabels(
    (context as Record<string, readonly string[]>)[LISTS[which]]!,
    runs.map((run) => run[which]),
  );
}

/** The same of places with their runs. */
export function measuredLabelsOf<Which extends Label>(
  which: Which,
  measured: readonly { readonly place: Readonly<Record<Which, string>> }[],
  context: Listed<Which>,
): string[] {
  return labelsOf(
    which,
    measured.map(({ place }) => place),
    context,
  );
}
