/**
 * One of the two masks that a router decides: the columns of the second layer that score it, what its decisions leave for the
 * backward pass, and the terms of the penalty that it gets.
 */
import { isNone, NONE, skipNumbers, type Floats, type None, type Packed, type Scratch } from '@dsrnn/kernels';
import { groupCount } from '../../gating/budget/channel-groups.ts';
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
  readonly w2: Floats;
  readonly b2: Floats;
  readonly differentiate: boolean;
}

/** Which mask: its channels, how many groups of them are to be open, the first of its columns, its place among multipliers. */
export interface MaskPlace {
  readonly channels: number;
  /** Channels that are scored together. */
  readonly groupSize: number;
  readonly k: number;
  readonly from: number;
  readonly which: 0 | 1;
}

/** What it takes to score a mask. */
interface Scores {
  /** The mask's columns of the second layer, and their transpose. */
  readonly packed: Packed;
  readonly packedTransposed: Packed;
  /** Of the decision at hand, `[rows, groups]`. */
  readonly logits: Floats;
  /** Gradients of its groups, where these are not channels. */
  readonly dGroups: Floats | None;
  /** d group / d logit, all decisions; in the backward pass replaced by the gradient of the logits. */
  readonly slopes: Floats;
  readonly threshold: Floats;
  readonly scratch: Scratch;
}

/**
 * A mask with its scores, one for each group of its channels. A mask of which all channels may be open is ones, and is not
 * scored.
 */
export class ScoredMask {
  /** `[count · steps · batch, channels]` */
  readonly masks: Floats;
  /** What was decided, `[count · steps · batch, groups]`: the same block where groups are channels. */
  readonly groups: Floats;
  readonly penalty: RoutingPenalty | null;
  readonly #of: Scoring;
  readonly #place: MaskPlace;
  readonly #rows: number;
  readonly #groupCount: number;
  /** What it takes to score; null: a mask of ones. */
  readonly #scores: Scores | null;

  constructor(of: Scoring, place: MaskPlace) {
    const { shape, count, steps, width, outputs, differentiate } = of;
    const { kernels, tape, batch } = shape;
    const { run } = kernels;
    const { channels, groupSize, k, from } = place;
    this.#of = of;
    this.#place = place;
    this.#rows = steps * batch;
    const total = count * this.#rows;
    const groups = groupCount(channels, groupSize);
    this.#groupCount = groups;
    this.masks = tape.take(total * channels);
    this.groups = groupSize === 1 ? this.masks : tape.take(total * groups);
    if (k >= groups) {
      kernels.fill(this.masks, total * channels, 1);
      if (groupSize > 1) kernels.fill(this.groups, total * groups, 1);
      this.#scores = null;
    } else {
      const w2 = skipNumbers(of.w2, from);
      const packed = tape.take<'packed'>(run.packedSize(width, groups));
      run.packB(width, groups, w2, outputs, packed);
      const packedTransposed = tape.take<'packed'>(run.packedSize(groups, width));
      run.packBT(groups, width, w2, outputs, packedTransposed);
      this.#scores = {
        packed,
        packedTransposed,
        logits: tape.take(this.#rows * groups),
        dGroups: groupSize === 1 || !differentiate ? NONE : tape.take(this.#rows * groups),
        slopes: tape.take((differentiate ? total : this.#rows) * groups),
        threshold: tape.take(this.#rows),
        scratch: tape.take(groups + 8),
      };
    }
    this.penalty = penaltyOf(of, place, groups);
  }

  /** Makes decision `d` from the hidden layer `[rows, width]`. */
  decide(d: number, hidden: Floats): void {
    if (this.#scores === null) return;
    const { packed, logits, slopes, threshold, scratch } = this.#scores;
    const { routing, shape, steps, width, b2 } = this.#of;
    const { kernels, batch } = shape;
    const { run } = kernels;
    const { channels, groupSize, k, from } = this.#place;
    const rows = this.#rows;
    const groups = this.#groupCount;
    run.fillRows(rows, groups, skipNumbers(b2, from), logits, groups);
    run.gemm(rows, groups, width, hidden, width, packed, logits, groups, true);
    for (let s = 0; s < steps; s++) this.penalty?.add(d * steps + s, skipNumbers(logits, s * batch * groups));
    const mask = skipNumbers(this.groups, d * rows * groups);
    routing.estimator.fused?.(routing.estimatorConfig, {
      kernels,
      batch: rows,
      channels: groups,
      k,
      mode: routing.mode,
      logits,
      mask,
      slope: this.#slopesOf(slopes, d),
      threshold,
      scratch,
    });
    if (groupSize > 1)
      run.expandGroups(rows, channels, groupSize, mask, skipNumbers(this.masks, d * rows * channels));
  }

  /** Adds to `dHidden` `[rows, width]`, given the gradient of decision `d`'s masks and that of the penalty's every term. */
  backward(d: number, dMask: Floats | None, dTerm: number, dHidden: Floats): void {
    if (this.#scores === null) return;
    const { packedTransposed, slopes } = this.#scores;
    const { shape, steps, width } = this.#of;
    const { kernels, batch } = shape;
    const rows = this.#rows;
    const groups = this.#groupCount;
    const dLogits = this.#slopesOf(slopes, d);
    const dGroups = this.#ofGroups(dMask);
    // A mask without a gradient leaves that of the penalty.
    if (isNone(dGroups)) kernels.clear(dLogits, rows * groups);
    else kernels.run.mulInto(rows * groups, dGroups, dLogits);
    for (let s = 0; s < steps; s++) {
      this.penalty?.addGradient(d * steps + s, dTerm, skipNumbers(dLogits, s * batch * groups));
    }
    kernels.run.gemm(rows, width, groups, dLogits, groups, packedTransposed, dHidden, width, true);
  }

  /** The gradient of a decision's groups, `[rows, groups]`, from that of its mask. */
  #ofGroups(dMask: Floats | None): Floats | None {
    const dGroups = this.#scores?.dGroups ?? NONE;
    if (isNone(dGroups) || isNone(dMask)) return dMask;
    const { channels, groupSize } = this.#place;
    this.#of.shape.kernels.run.sumGroups(this.#rows, channels, groupSize, dMask, dGroups);
    return dGroups;
  }

  /** Writes its columns of the second layer's gradients, from the hidden layer of all decisions. */
  finish(hidden: Floats, w2: Floats, b2: Floats): void {
    if (this.#scores === null) return;
    const { slopes } = this.#scores;
    const { shape, count, width, outputs } = this.#of;
    const { kernels, tape } = shape;
    const { from } = this.#place;
    const rows = count * this.#rows;
    const groups = this.#groupCount;
    weightGradients(kernels, tape, rows, slopes, groups, [
      { read: hidden, width, out: skipNumbers(w2, from), stride: outputs },
    ]);
    kernels.run.sumRows(rows, groups, slopes, groups, skipNumbers(b2, from), false);
  }

  #slopesOf(slopes: Floats, d: number): Floats {
    return this.#of.differentiate ? skipNumbers(slopes, d * this.#rows * this.#groupCount) : slopes;
  }
}

/** The terms that decisions about a mask get in training, or null. */
function penaltyOf(
  { routing, shape, count, steps }: Scoring,
  { k, which }: MaskPlace,
  groups: number,
): RoutingPenalty | null {
  const { estimator, softBudget, balanceWeight, mode } = routing;
  const { kernels, tape, batch } = shape;
  if (!mode.training || k >= groups) return null;
  const shift = estimator.openShift;
  const budget = softBudget === null || shift === undefined ? null : budgetTerm(softBudget, shift, which);
  if (budget === null && balanceWeight === 0) return null;
  return new RoutingPenalty(kernels, tape, {
    time: count * steps,
    batch,
    channels: groups,
    k,
    budget,
    balance: balanceWeight,
  });
}

function budgetTerm(budget: SoftBudget, shift: number, which: 0 | 1): BudgetTerm {
  if ('weight' in budget) return { kind: 'quadratic', factor: budget.weight, shift };
  return { kind: 'linear', factor: budget.multipliers.dataSync<'float32'>()[which] as number, shift };
}
