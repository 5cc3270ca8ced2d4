/** What the probe `masks` keeps for figures, by place of the grid. */
import { maskDetails, type MaskDetails, type Observation } from '@dsrnn/records';
import { z } from 'zod';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { total } from '../text/caption.ts';
import { percentText } from '../text/score-text.ts';
import { measuredLabelsOf } from './labels-of.ts';
import { measuredPlaces, missingProbe } from './summarise-measures.ts';
import type { ScoreSummary } from './summarise-scores.ts';

/** A place with the details of its probed runs. */
export interface MaskedPlace {
  readonly place: ScoreSummary;
  /** What tells it from the other places, in one line or two: those of its labels that differ among them. */
  readonly title: readonly string[];
  /** By seed, ascending; never empty. */
  readonly runs: readonly { readonly seed: number; readonly details: MaskDetails }[];
}

/** The places of a figure. */
export interface MaskedPlaces {
  /** Each shares architecture and task. */
  readonly groups: readonly (readonly MaskedPlace[])[];
  /** Labels that all places share, e.g. `lstm`: for the subtitle. */
  readonly shared: readonly string[];
  /** Places of probed methods without a run to draw. */
  readonly absent: number;
  /** Runs of probed methods, drawn or not, that diverged and so have no masks; and that are missing. */
  readonly diverged: number;
  readonly missing: number;
}

/**
 * The details of all probed runs: one place per (architecture, task, method, sparsity), in the order of the context.
 * `what` names the figure in messages. Throws AnalysisError if there are none, or if they are malformed.
 */
export function maskedPlaces(
  observations: readonly Observation[],
  context: AnalysisContext,
  what: string,
): MaskedPlaces {
  const measured = measuredPlaces(observations, context, 'masks', what).map(({ place, runs }) => ({
    place,
    runs: runs.filter(({ details }) => 'masks' in details),
  }));
  const summaries = measured.map(({ place }) => place);
  const drawn = measured.filter(({ runs }) => runs.length > 0);
  if (drawn.length === 0) throw missingProbe(context, 'masks', what);
  const architectures = measuredLabelsOf('architecture', drawn, context);
  const tasks = measuredLabelsOf('task', drawn, context);
  const manySparsities = new Set(drawn.map(({ place }) => place.sparsity)).size > 1;
  const titleOf = ({ architecture, task, method, sparsity }: ScoreSummary): string[] => {
    const where = [...(architectures.length > 1 ? [architecture] : []), ...(tasks.length > 1 ? [task] : [])];
    const how = manySparsities ? `${method}, ${percentText(sparsity)}` : method;
    return where.length === 0 ? [how] : [where.join(', '), how];
  };
  const places = drawn.map(({ place, runs }): MaskedPlace => ({
    place,
    title: titleOf(place),
    runs: runs.map((run) => ({ seed: run.seed, details: maskDetailsOf(run) })),
  }));
  return {
    groups: architectures
      .flatMap((architecture) =>
        tasks.map((task) =>
          places.filter(({ place }) => place.architecture === architecture && place.task === task),
        ),
      )
      .filter((group) => group.length > 0),
    shared: [
      ...(architectures.length > 1 ? [] : architectures),
      ...(tasks.length > 1 ? [] : tasks),
      ...(manySparsities ? [] : [`sparsity ${percentText(drawn[0]!.place.sparsity)}`]),
    ],
    absent: measured.length - drawn.length,
    diverged: total(summaries, 'diverged'),
    missing: total(summaries, 'missing'),
  };
}

/** The details of a run. Throws AnalysisError if they have another form or contradict themselves. */
export function maskDetailsOf({ key, details }: Observation): MaskDetails {
  const parsed = maskDetails.safeParse(details['masks']);
  const fault = parsed.success ? inconsistency(parsed.data) : z.prettifyError(parsed.error);
  if (parsed.success && fault === null) return parsed.data;
  throw new AnalysisError(
    `details of the probe masks of run ${key}: ${String(fault)}; expected the form that the probe writes, run it again`,
  );
}

function inconsistency({ classes, byClass, overlap, examples }: MaskDetails): string | null {
  const channels = byClass.h[0]?.length ?? 0;
  const isTable = (rows: readonly (readonly number[])[], height: number, width: number): boolean =>
    rows.length === height && rows.every((row) => row.length === width);
  if (channels === 0 || !isTable(byClass.h, classes, channels)) {
    return `byClass.h is not a table of ${classes} classes by one or more channels`;
  }
  if (!isTable(overlap, classes, classes)) return `overlap is not a square of ${classes} classes`;
  if (!isTable(examples.h, examples.labels.length, channels)) {
    return `examples.h is not a table of ${examples.labels.length} labels by ${channels} channels`;
  }
  const stray = examples.labels.find((label) => label >= classes);
  return stray === undefined ? null : `examples.labels holds ${stray}, beyond ${classes} classes`;
}
