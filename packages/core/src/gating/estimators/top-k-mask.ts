/**
 * Exact top-k: a 0/1 mask with k ones in each row, and the threshold that centres the straight-through sigmoid.
 *
 * Ties go to the lower index, so the budget is met exactly whatever the scores. The threshold of a row is the middle
 * of its k-th and (k+1)-th largest score. No gradient: estimators supply one.
 *
 * Among scores of which one is NaN there is no order: k entries or all of the mask of such a row are NaN, and so is its
 * threshold. A mask without ones would hide that the router has broken down.
 */
import type { Kernels } from '@dsrnn/kernels';
import { composesForDevice } from '../../backends/composition.ts';
import { activeKernels } from '../../backends/engine.ts';
import { tf } from '../../tensor/tf.ts';

/** Mask `[batch, n]` and threshold `[batch, 1]`. Caller owns both. */
export interface TopK {
  readonly mask: tf.Tensor2D;
  readonly threshold: tf.Tensor2D;
}

/** Top `k` of every row of `scores` `[batch, n]`, 1 ≤ k < n. */
export function topKMask(scores: tf.Tensor2D, k: number): TopK {
  const kernels = activeKernels();
  if (kernels !== null) return topKOnKernels(kernels, scores, k);
  if (!composesForDevice()) return topKOnHost(scores, k);
  const [batch, n] = scores.shape;
  return batch * n * n <= MOST_PAIRS ? topKByRank(scores, k) : topKBySorting(scores, k);
}

/** On our kernels: the same masks and thresholds. */
export function topKOnKernels(kernels: Kernels, scores: tf.Tensor2D, k: number): TopK {
  const [batch, n] = scores.shape;
  const { arena } = kernels;
  const blocks = [
    arena.take(batch * n),
    arena.take(batch * n),
    arena.take(batch),
    arena.take<'scratch'>(n + 8),
  ] as const;
  const [values, mask, threshold, scratch] = blocks;
  kernels.write(values, scores.dataSync<'float32'>());
  kernels.run.topK(batch, n, k, values, mask, threshold, scratch);
  const result = {
    mask: tf.tensor2d(kernels.read(mask, batch * n), [batch, n]),
    threshold: tf.tensor2d(kernels.read(threshold, batch), [batch, 1]),
  };
  for (const block of blocks) arena.give(block);
  return result;
}

/** For backends whose tensors are host memory: a selection over typed arrays, several times faster than `tf.topk`. */
export function topKOnHost(scores: tf.Tensor2D, k: number): TopK {
  const [batch, n] = scores.shape;
  const values = scores.dataSync();
  const mask = new Float32Array(batch * n);
  const threshold = new Float32Array(batch);
  const order = new Float32Array(n);
  for (let row = 0; row < batch; row++) {
    const offset = row * n;
    for (let j = 0; j < n; j++) order[j] = values[offset + j]!;
    order.sort(); // ascending by value, NaN last
    if (Number.isNaN(order[n - 1])) {
      mask.fill(NaN, offset, offset + k);
      threshold[row] = NaN;
      continue;
    }
    const kth = order[n - k]!;
    threshold[row] = (kth + order[n - k - 1]!) / 2;
    let open = k;
    for (let j = 0; j < n; j++) {
      if (values[offset + j]! > kth) {
        mask[offset + j] = 1;
        open -= 1;
      }
    }
    for (let j = 0; j < n && open > 0; j++) {
      if (values[offset + j]! === kth) {
        mask[offset + j] = 1;
        open -= 1;
      }
    }
  }
  return { mask: tf.tensor2d(mask, [batch, n]), threshold: tf.tensor2d(threshold, [batch, 1]) };
}

/** Pairs of scores that are compared at once: beyond 4 MiB a tensor, moving them costs more than the launches of a sort. */
const MOST_PAIRS = 2 ** 20;

/**
 * For devices: the rank of a score is how many of its row come before it, by a comparison of all pairs. A dozen kernels,
 * where the sort of `tf.topk` takes about forty on WebGPU. (Not for wasm, where comparisons do not broadcast.)
 */
export function topKByRank(scores: tf.Tensor2D, k: number): TopK {
  return tf.tidy(() => {
    const [batch, n] = scores.shape;
    const [own, other] = [tf.reshape(scores, [batch, n, 1]), tf.reshape(scores, [batch, 1, n])];
    const index = tf.tensor1d(Int32Array.from({ length: n }, (_, j) => j));
    const lower = tf.less(tf.reshape(index, [1, 1, n]), tf.reshape(index, [1, n, 1]));
    const before = tf.where(lower, tf.greaterEqual(other, own), tf.greater(other, own));
    const rank = tf.sum<tf.Tensor2D>(tf.cast(before, 'float32'), 2);
    const atCut = tf.less(tf.squaredDifference(rank, k - 0.5), 1);
    // NaN if any score is, be it at the cut or not.
    const sum = tf.sum<tf.Tensor2D>(tf.mul(scores, tf.cast(atCut, 'float32')), 1, true);
    return {
      mask: orNaN(tf.cast(tf.less(rank, k), 'float32'), sum),
      threshold: tf.mul<tf.Tensor2D>(sum, 0.5),
    };
  });
}

/** The same by `tf.topk`, for rows that are long or many. */
export function topKBySorting(scores: tf.Tensor2D, k: number): TopK {
  return tf.tidy(() => {
    const [batch, n] = scores.shape;
    const { values, indices } = tf.topk(scores, k + 1);
    const columns = tf.reshape(tf.slice(indices, [0, 0], [batch, k]), [batch * k, 1]);
    const rows = tf.reshape(tf.tile(tf.reshape(tf.range(0, batch, 1, 'int32'), [batch, 1]), [1, k]), [
      batch * k,
      1,
    ]);
    const mask = tf.scatterND(tf.concat([rows, tf.cast(columns, 'int32')], 1), tf.ones([batch * k]), [
      batch,
      n,
    ]);
    const last = tf.slice<tf.Rank.R2, tf.Tensor2D>(values, [0, k - 1], [batch, 2]);
    // Where NaN is sorted to is the backend's affair.
    const sum = tf.sum<tf.Tensor2D>(scores, 1, true);
    return { mask: orNaN(mask as tf.Tensor2D, sum), threshold: orNaN(tf.mean(last, 1, true), sum) };
  });
}

/** `values` `[batch, n]`, but NaN in rows where `sum` `[batch, 1]` is not finite. */
function orNaN(values: tf.Tensor2D, sum: tf.Tensor2D): tf.Tensor2D {
  return tf.add(values, tf.mul(sum, 0));
}
