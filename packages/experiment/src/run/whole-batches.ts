/** Whether the data are enough for the batch that a recipe asks for. */
import { SettingError } from '@dsrnn/core';
import type { Dataset } from '@dsrnn/datasets';

/**
 * Throws SettingError if a batch would be smaller than `batchSize`, because there are fewer training examples than that:
 * in all, or in a part where parts are learned one after the other. The numbers of such a run would be those of another
 * batch size than its record says.
 */
export function requireWholeBatches(batchSize: number, data: Dataset, sequential: boolean): void {
  const { train, parts } = data;
  const short = (count: number, where: string): SettingError =>
    new SettingError(
      'train.batchSize',
      `${String(batchSize)} examples make a batch, but ${where} ${String(count)} for training; ` +
        `expected a batch of at most ${String(count)}, or more data`,
    );
  if (batchSize > train.count) throw short(train.count, 'the task has');
  if (!sequential || parts === undefined) return;
  const counts = Array.from(
    { length: parts.count },
    (_, part) => train.parts?.filter((one) => one === part).length ?? train.count,
  );
  const least = Math.min(...counts);
  if (batchSize > least) throw short(least, `its part ${String(counts.indexOf(least) + 1)} has`);
}
