import type { Floats, Labels } from '../arena/pointer.ts';

/** Losses, see assembly/loss.ts. */
export interface LossFunctions {
  /**
   * Mean cross-entropy in nats of softmax(logits) [rows][classes] and labels [rows] (int32 class indices).
   * dLogits = (softmax - one-hot) / rows; may be logits. A label outside 0..classes-1 makes the loss and its row of
   * dLogits NaN. No rows: 0.
   */
  softmaxCrossEntropy(rows: number, classes: number, logits: Floats, labels: Labels, dLogits: Floats): number;

  /**
   * Mean of (y - target)^2 over [n] numbers, summed in order in 32 bits, as TensorFlow.js sums them on wasm;
   * dY = 2 (y - target) / n; may be y.
   */
  meanSquaredError(n: number, y: Floats, target: Floats, dY: Floats): number;
}
