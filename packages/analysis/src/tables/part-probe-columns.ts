/** What the probes `part-masks` and `part-conflict` measure, as columns. Each is there where some run has it. */
import type { PartColumn } from './part-table.ts';

const optional = (...measures: string[]): PartColumn[] =>
  measures.map((measure) => ({ measure, optional: true }));

/** Overlap of the masks of parts of one kind, of two, and by chance. */
export const OVERLAP_COLUMNS: readonly PartColumn[] = optional(
  ...['part-masks.within', 'part-masks.between', 'part-masks.chance'],
);

/** All that is known of the masks of parts. */
export const PART_MASK_COLUMNS: readonly PartColumn[] = optional(
  ...['part-masks.within', 'part-masks.between', 'part-masks.between-means', 'part-masks.chance'],
  ...['part-masks.part-accuracy', 'part-masks.drift'],
);

/** Conflict of the gradients of parts at the end. */
export const CONFLICT_COLUMNS: readonly PartColumn[] = optional('part-conflict.rate', 'part-conflict.cosine');

/** The same when each part was learned, and before it was. */
export const COURSE_CONFLICT_COLUMNS: readonly PartColumn[] = optional(
  ...['part-conflict.rate-when-learned', 'part-conflict.cosine-when-learned'],
  ...['part-conflict.rate-before-learned', 'part-conflict.cosine-before-learned'],
);
