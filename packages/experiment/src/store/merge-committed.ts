/** The committed records of all profiles as one layer of the run store. */
import { firstDifference, type Difference, type Result } from '@dsrnn/records';
import { readCommitted } from './committed-runs.ts';
import { Trainings } from './core-agreement.ts';
import { StoreError } from './store-error.ts';

/** A committed result, and the last file that has it. */
export interface Placed {
  readonly file: string;
  readonly record: Result;
}

/**
 * The results of `files` by key. Experiments share runs, so a key may stand in several files, each time with the same
 * record. Throws StoreError that names both files where two differ: which one is shown must not depend on their order;
 * and where two runs of one training, with other probes, have trained to other bits.
 */
export function mergeCommitted(files: readonly string[]): Map<string, Placed> {
  const found = new Map<string, Placed>();
  const trainings = new Trainings();
  for (const file of files) {
    for (const record of readCommitted(file)) {
      const other = found.get(record.key);
      const difference = other === undefined ? undefined : differenceOf(other.record, record);
      if (other !== undefined && difference !== undefined) {
        const { path, expected, actual } = difference;
        throw new StoreError(
          file,
          `run ${record.key} has ${path} ${JSON.stringify(actual)} here, and ${JSON.stringify(expected)} in ${other.file}`,
          'the same run has one result: `dsrnn check` recomputes runs and says which file is right; restore the other ' +
            'from version control or write it again with `dsrnn results write`',
        );
      }
      const twin = trainings.add(record, file);
      if (twin !== undefined) {
        throw new StoreError(
          file,
          `run ${record.key} and run ${twin.key} in ${twin.file} are one training with other probes, but differ in its outcome`,
          '`dsrnn check` recomputes runs and says which file is right',
        );
      }
      found.set(record.key, { file, record });
    }
  }
  return found;
}

/** The outcome first: that its digest differs too says nothing to a reader. */
function differenceOf(a: Result, b: Result): Difference | undefined {
  return firstDifference({ outcome: a.outcome, record: a }, { outcome: b.outcome, record: b });
}
