/** Batches of examples: a fresh order each epoch for training, in sequence for evaluation. */
import type { Dataset, Examples, TaskShape } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';

/** A batch on the host: inputs `[count, time, features]` and targets as in `Examples`. */
export type Batch = Examples;

/** What batches are drawn from. */
export type BatchSource = TaskShape & Pick<Dataset, 'train' | 'augment'>;

/**
 * Endless training batches. Epoch e is ordered by the stream `order/e`, so an epoch's order does not depend on those
 * before; a last batch that would be short is left out, unless all examples make less than one batch. Noise of the
 * data set comes from the stream `augment/e/b` of batch b.
 */
export function* trainingBatches(data: BatchSource, batchSize: number, rng: Rng): Generator<Batch, never> {
  const { train: examples, augment } = data;
  const size = Math.min(batchSize, examples.count);
  for (let epoch = 0; ; epoch++) {
    const order = rng.fork(`order/${String(epoch)}`).permutation(examples.count);
    for (let from = 0; from + size <= examples.count; from += size) {
      const batch = gather(examples, data, order.subarray(from, from + size));
      augment?.(batch.inputs, rng.fork(`augment/${String(epoch)}/${String(from / size)}`));
      yield batch;
    }
  }
}

/** All examples in order, in batches of at most `batchSize`. */
export function* evaluationBatches(
  examples: Examples,
  shape: TaskShape,
  batchSize: number,
): Generator<Batch, void> {
  for (let from = 0; from < examples.count; from += batchSize) {
    const count = Math.min(batchSize, examples.count - from);
    yield gather(
      examples,
      shape,
      Int32Array.from({ length: count }, (_, i) => from + i),
    );
  }
}

/** Examples at the given indices, copied. */
export function gather(examples: Examples, shape: TaskShape, indices: Int32Array): Batch {
  const width = shape.time * shape.features;
  const targetWidth = examples.targets.length / examples.count;
  const inputs = new Float32Array(indices.length * width);
  const targets = examples.targets.slice(0, indices.length * targetWidth);
  indices.forEach((index, i) => {
    inputs.set(examples.inputs.subarray(index * width, (index + 1) * width), i * width);
    targets.set(examples.targets.subarray(index * targetWidth, (index + 1) * targetWidth), i * targetWidth);
  });
  const { parts } = examples;
  const chosen = parts === undefined ? {} : { parts: indices.map((index) => parts[index] as number) };
  return { count: indices.length, inputs, targets, ...chosen };
}
