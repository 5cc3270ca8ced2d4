/** The committed records of all profiles as one layer of the run store. */
import { firstDifference, type Difference, type Result } from '@dsrnn/records';
import { committedLines, readLine, type CommittedLine } from './committed-runs.ts';
import { Trainings } from './core-agreement.ts';
import { StoreError } from './store-error.ts';

/**
 * The results of several files by key. Experiments share runs, so a key may stand in several files, each time with the same
 * record. A result is read, and checked, when it is asked for: a table needs those of its experiment, not all of them.
 */
export class CommittedResults {
  readonly #lines = new Map<string, Placed>();
  readonly #read = new Map<string, Result>();

  /**
   * Throws StoreError for what `committedLines` refuses, and one that names both files where two differ: which one is shown
   * must not depend on their order.
   */
  constructor(files: readonly string[]) {
    for (const file of files) {
      for (const line of committedLines(file)) {
        const other = this.#lines.get(line.key);
        if (other !== undefined && other.line.text !== line.text) checkSame(other, { file, line });
        this.#lines.set(line.key, { file, line });
      }
    }
  }

  /** Keys, in no order. */
  keys(): IterableIterator<string> {
    return this.#lines.keys();
  }

  has(key: string): boolean {
    return this.#lines.has(key);
  }

  /** The result of a run, or undefined. Throws StoreError, naming `file:line`, if it was damaged or edited. */
  get(key: string): Result | undefined {
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const placed = this.#lines.get(key);
    if (placed === undefined) return undefined;
    const result = readLine(placed.line);
    this.#read.set(key, result);
    return result;
  }

  /**
   * All results by their training, every one read. Throws StoreError for one that was damaged or edited, and where two runs
   * of one training, with other probes, have trained to other bits.
   */
  trainings(): Trainings {
    const trainings = new Trainings();
    for (const [key, { file }] of this.#lines) {
      const twin = trainings.add(this.get(key)!, file);
      if (twin === undefined) continue;
      throw new StoreError(
        file,
        `run ${key} and run ${twin.key} in ${twin.file} are one training with other probes, but differ in its outcome`,
        '`dsrnn check` recomputes runs and says which file is right',
      );
    }
    return trainings;
  }
}

/** A line, and the last file that has it. */
interface Placed {
  readonly file: string;
  readonly line: CommittedLine;
}

function checkSame(other: Placed, { file, line }: Placed): void {
  const difference = differenceOf(readLine(other.line), readLine(line));
  if (difference === undefined) return;
  const { path, expected, actual } = difference;
  throw new StoreError(
    file,
    `run ${line.key} has ${path} ${JSON.stringify(actual)} here, and ${JSON.stringify(expected)} in ${other.file}`,
    'the same run has one result: `dsrnn check` recomputes runs and says which file is right; restore the other ' +
      'from version control or write it again with `dsrnn results write`',
  );
}

/** The outcome first: that its digest differs too says nothing to a reader. */
function differenceOf(a: Result, b: Result): Difference | undefined {
  return firstDifference({ outcome: a.outcome, record: a }, { outcome: b.outcome, record: b });
}
