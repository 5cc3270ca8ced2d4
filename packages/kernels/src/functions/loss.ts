import type { Floats, Labels } from '../arena/pointer.ts';

/** Losses, see assembly/loss.ts. */
export interface LossFunctions {
  /**
   * Mean cross-entropy in nats of softmax(logits) [rows][classes] and labels [rows] (int32 class indices).
   * dLogits = (softmax - one-hot) / rows; may be logits. A label outside 0..classes-1 makes the loss and its row of
   * dLogits NaN. No rows: 0.
   */
  softmaxCrossEntropy(rows: number, classes: number, logits: Floats, labels: Labels, dLogits: Floats): number;
}
