/** How much the masks of two classes overlap, over the runs of a place. */
import { AnalysisError } from '../../errors.ts';
import { mean } from '../../statistics/mean.ts';
import type { MaskedPlace } from '../../summary/mask-details.ts';

/** Mean over seeds, `[classes][classes]`. Throws AnalysisError if runs differ in their number of classes. */
export function meanOverlap({ place, runs }: MaskedPlace, what: string): number[][] {
  const { classes } = runs[0]!.details;
  const other = runs.find(({ details }) => details.classes !== classes);
  if (other !== undefined) {
    throw new AnalysisError(
      `${what}: runs of ${place.architecture}/${place.method}/${place.task} have ${classes} and ${other.details.classes} classes; expected one number per task`,
    );
  }
  return Array.from({ length: classes }, (_, a) =>
    Array.from({ length: classes }, (_, b) => mean(runs.map(({ details }) => details.overlap[a]![b]!))),
  );
}
