/**
 * One of the two masks that a router decides: the columns of the second layer that score it, what its decisions leave for the
 * backward pass, and the terms of the penalty that it gets.
 */
import type { Pointer } from '@dsrnn/kernels';
import type { Routing, SoftBudget } from '../../gating/routers/routing.ts';
import type { PassShape } from './ahead-feed.ts';
import { RoutingPenalty, type BudgetTerm } from './routing-penalty.ts';
import { weightGradients } from './weight-gradient.ts';

/** What the masks of a router have in common. */
export interface Scoring {
  readonly routing: Routing;
  readonly shape: PassShape;
  /** Decisions, and how many steps of the batch each is about. */
  readonly count: number;
  readonly steps: number;
  /** Of the hidden layer, and of the second layer's outputs for both masks. */
  readonly width: number;
  readonly outputs: number;
  /** Second layer: `[width, outputs]` and `[outputs]`. */
  readonly w2: Pointer;
  readonly b2: Pointer;
  readonly differentiate: boolean;
}

/** Which mask: its channels, how many are to be open, the first of its columns, and its place among multipliers. */
export interface MaskPlace {
  readonly channels: number;
  readonly k: number;
  readonly from: number;
  readonly which: 0 | 1;
}

/** A mask with its scores. A mask of which all channels may be open is ones, and is not scored. */
export class ScoredMask {
  /** `[count · steps · batch, channels]` */
  readonly masks: Pointer;
  readonly penalty: RoutingPenalty | null;
  readonly #of: Scoring;
  readonly #place: MaskPlace;
  readonly #rows: number;
  readonly #packed: Pointer;
  readonly #packedTransposed: Pointer;
  readonly #logits: Pointer;
  readonly #threshold: Pointer;
  readonly #scratch: Pointer;
  /** d mask / d logit, all decisions; in the backward pass replaced by the gradient of the logits. 0: mask of ones. */
  readonly #slopes: Pointer;

  constructor(of: Scoring, place: MaskPlace) {
    const { shape, count, steps, width, outputs, differentiate } = of;
    const { kernels, tape, batch } = shape;
    const { run } = kernels;
    const { channels, k, from } = place;
    this.#of = of;
    this.#place = place;
    this.#rows = steps * batch;
    const total = count * this.#rows;
    const w2 = of.w2 + 4 * from;
    this.#packed = tape.take(run.packedSize(width, channels));
    run.packB(width, channels, w2, outputs, this.#packed);
    this.#packedTransposed = tape.take(run.packedSize(channels, width));
    run.packBT(channels, width, w2, outputs, this.#packedTransposed);
    this.masks = tape.take(total * channels);
    const all = k >= channels;
    if (all) kernels.f32.fill(1, this.masks / 4, this.masks / 4 + total * channels);
    this.#slopes = all ? 0 : tape.take((differentiate ? total : this.#rows) * channels);
    this.#logits = all ? 0 : tape.take(this.#rows * channels);
    this.#threshold = tape.take(this.#rows);
    this.#scratch = tape.take(channels + 8);
    this.penalty = penaltyOf(of, place);
  }

  /** Makes decision `d` from the hidden layer `[rows, width]`. */
  decide(d: number, hidden: Pointer): void {
    if (this.#slopes === 0) return;
    const { routing, shape, steps, width, b2 } = this.#of;
    const { kernels, batch } = shape;
    const { run } = kernels;
    const { channels, k, from } = this.#place;
    const rows = this.#rows;
    const logits = this.#logits;
    run.fillRows(rows, channels, b2 + 4 * from, logits, channels);
    run.gemm(rows, channels, width, hidden, width, this.#packed, logits, channels, true);
    for (let s = 0; s < steps; s++) this.penalty?.add(d * steps + s, logits + 4 * s * batch * channels);
    routing.estimator.fused?.(routing.estimatorConfig, {
      kernels,
      batch: rows,
      channels,
      k,
      mode: routing.mode,
      logits,
      mask: this.masks + 4 * d * rows * channels,
      slope: this.#slopesOf(d),
      threshold: this.#threshold,
      scratch: this.#scratch,
    });
  }

  /** Adds to `dHidden` `[rows, width]`, given the gradient of decision `d`'s masks and that of the penalty's every term. */
  backward(d: number, dMask: Pointer, dTerm: number, dHidden: Pointer): void {
    if (this.#slopes === 0) return;
    const { shape, steps, width } = this.#of;
    const { kernels, batch } = shape;
    const { channels } = this.#place;
    const rows = this.#rows;
    const dLogits = this.#slopesOf(d);
    kernels.run.mulInto(rows * channels, dMask, dLogits);
    for (let s = 0; s < steps; s++) {
      this.penalty?.addGradient(d * steps + s, dTerm, dLogits + 4 * s * batch * channels);
    }
    kernels.run.gemm(rows, width, channels, dLogits, channels, this.#packedTransposed, dHidden, width, true);
  }

  /** Writes its columns of the second layer's gradients, from the hidden layer of all decisions. */
  finish(hidden: Pointer, w2: Pointer, b2: Pointer): void {
    if (this.#slopes === 0) return;
    const { shape, count, width, outputs } = this.#of;
    const { kernels, tape } = shape;
    const { channels, from } = this.#place;
    const rows = count * this.#rows;
    weightGradients(kernels, tape, rows, this.#slopes, channels, [
      { read: hidden, width, out: w2 + 4 * from, stride: outputs },
    ]);
    kernels.run.sumRows(rows, channels, this.#slopes, channels, b2 + 4 * from, false);
  }

  #slopesOf(d: number): Pointer {
    return this.#slopes + (this.#of.differentiate ? 4 * d * this.#rows * this.#place.channels : 0);
  }
}

/** The terms that decisions about a mask get in training, or null. */
function penaltyOf(
  { routing, shape, count, steps }: Scoring,
  { channels, k, which }: MaskPlace,
): RoutingPenalty | null {
  const { estimator, softBudget, balanceWeight, mode } = routing;
  const { kernels, tape, batch } = shape;
  if (!mode.training || k >= channels) return null;
  const shift = estimator.openShift;
  const budget = softBudget === null || shift === undefined ? null : budgetTerm(softBudget, shift, which);
  if (budget === null && balanceWeight === 0) return null;
  return new RoutingPenalty(kernels, tape, {
    time: count * steps,
    batch,
    channels,
    k,
    budget,
    balance: balanceWeight,
  });
}

function budgetTerm(budget: SoftBudget, shift: number, which: 0 | 1): BudgetTerm {
  if ('weight' in budget) return { kind: 'quadratic', factor: budget.weight, shift };
  return { kind: 'linear', factor: budget.multipliers.dataSync<'float32'>()[which] as number, shift };
}
