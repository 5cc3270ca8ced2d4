/** How large a task is, known from its config alone: before anything is read, generated or trained. */
import type { TaskShape } from './dataset.ts';
import { taskDefinition, type TaskConfig } from './registry.ts';
import { eachSplit, SPLITS, type Split } from './splits.ts';

/** Sizes of a task. null: the data decide. */
export interface TaskSize {
  /** Training examples of all parts. */
  readonly train: number | null;
  /** Training examples of one part, where each part has as many; null also where the task is one. */
  readonly trainOfPart: number | null;
  /** Bytes of the sequences of all splits. */
  readonly bytes: number | null;
}

/** Counts as tasks name them: of a plain task, a family (`…PerTask`), a classifier of languages (`…PerLanguage`). */
const UNITS = ['Count', 'PerTask', 'PerLanguage'] as const;
const BYTES = 4;

/** The size of a task. */
export function taskSize(config: TaskConfig): TaskSize {
  const shape = taskDefinition(config.kind).shape(config);
  const sizes = eachSplit((split) => splitSize(config, split, shape));
  const known = SPLITS.every((split) => sizes[split].total !== null);
  const examples = SPLITS.reduce((sum, split) => sum + (sizes[split].total ?? 0), 0);
  return {
    train: sizes.train.total,
    trainOfPart: sizes.train.ofPart,
    bytes: known ? examples * shape.time * shape.features * BYTES : null,
  };
}

interface SplitSize {
  readonly total: number | null;
  readonly ofPart: number | null;
}

function splitSize(config: TaskConfig, split: Split, shape: TaskShape): SplitSize {
  const fields: Readonly<Record<string, unknown>> = config;
  const parts = shape.parts?.count ?? 1;
  for (const unit of UNITS) {
    const count = fields[split + unit];
    if (typeof count !== 'number') continue;
    if (unit === 'PerLanguage') {
      const classes = shape.target.kind === 'class' ? shape.target.classes : 1;
      return { total: count * classes, ofPart: null };
    }
    return parts > 1 ? { total: count * parts, ofPart: count } : { total: count, ofPart: null };
  }
  if (!('of' in config)) return { total: null, ofPart: null };
  const { total } = splitSize(config.of, split, taskDefinition(config.of.kind).shape(config.of));
  // Parts of a split stream share the examples of the wrapped task, those of the others have them all.
  return config.kind === 'split' || total === null
    ? { total, ofPart: null }
    : { total: total * parts, ofPart: total };
}
