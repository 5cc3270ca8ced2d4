/**
 * Keeps the scores of a router centred, so that which channels win is decided by the input, and not by a shift that all inputs
 * share:
 *
 *   ū ← a ū + (1 − a) mean(u),   b₂ ← −W₂ᵀ ū
 *
 * u is the hidden layer of a pass in training, see router.ts, and its mean that over all decisions of the pass; ū begins as the
 * first mean, a = 0.9. b₂ is set after each training step, from the W₂ that the step left, and gets no gradient. Ours.
 *
 * Adam moves every weight by about its rate, however small the scores are. Where inputs are one-hot the scores begin near 0,
 * a common shift outgrows what tells inputs apart, and one mask serves all.
 */
import type { Versioned } from '@dsrnn/portable';
import { asParameters } from '../../tensor/parameters.ts';
import { tf } from '../../tensor/tf.ts';

/** Centring as a definition. */
export const centringDefinition: Versioned = { kind: 'centred', version: 1 };

const DECAY = 0.9;

/** The router's parameters of which it takes part: W₂ `[width, outputs]` is read, b₂ `[outputs]` written. */
type Centred = Readonly<Record<'router.w2', tf.Tensor2D> & Record<'router.b2', tf.Variable<tf.Rank.R1>>>;

/** The running mean of one router's hidden layer. Whoever holds `buffers` frees them. */
export class Centring {
  /** ū `[width]`, saved with the parameters. */
  readonly buffers: { readonly 'router.hidden-mean': tf.Variable<tf.Rank.R1> };
  #begun = false;
  /** Whose ū has changed since its b₂ was set. */
  #waiting: Centred | null = null;

  constructor(width: number) {
    this.buffers = asParameters({ 'router.hidden-mean': tf.zeros<tf.Rank.R1>([width]) }, false);
  }

  /** Takes the mean of u `[width]` over a pass of the router of these parameters. */
  watch(mean: tf.Tensor1D, router: Centred): void {
    const { 'router.hidden-mean': running } = this.buffers;
    tf.tidy(() =>
      running.assign(this.#begun ? tf.add(tf.mul(running, DECAY), tf.mul(mean, 1 - DECAY)) : tf.clone(mean)),
    );
    this.#begun = true;
    this.#waiting = router;
  }

  /** Sets b₂, if a pass was watched since it was last set. Call after a training step. */
  centre(): void {
    if (this.#waiting === null) return;
    const { 'router.w2': w2, 'router.b2': b2 } = this.#waiting;
    const { 'router.hidden-mean': running } = this.buffers;
    tf.tidy(() => {
      const common = tf.matMul<tf.Tensor2D>(tf.reshape(running, [1, running.size]), w2);
      b2.assign(tf.neg(tf.reshape(common, [b2.size])));
    });
    this.#waiting = null;
  }
}
