/**
 * The router on our kernels, see gating/routers/router.ts, and the estimators behind it:
 *
 *   u = tanh(z W₁ + b₁),   [l^x l^h] = u W₂ + b₂,   m = estimator(l)
 *
 * Decisions are made one after the other, each for a block of rows. z is given for all of them, but for the part of the
 * state, if the router reads it, which each decision brings. Weight gradients are formed once at the end.
 */
import type { Pointer } from '@dsrnn/kernels';
import { ShapeError } from '../../errors.ts';
import type { Routing, SoftBudget } from '../../gating/routers/routing.ts';
import type { PassShape } from './ahead-feed.ts';
import type { MaskGradients } from './mask-feed.ts';
import { RoutingPenalty, type BudgetTerm } from './routing-penalty.ts';
import { weightGradients } from './weight-gradient.ts';

/** The router's parameters by name. */
export const routerParameterNames = ['router.w1', 'router.b1', 'router.w2', 'router.b2'] as const;

/** Whether a routing can run here; where it cannot, the reference engine takes over. */
export function canRoute({ estimator }: Routing): boolean {
  return estimator.fused !== undefined;
}

/** What is decided, for how many rows, from what. */
export interface Decisions {
  readonly count: number;
  /** Rows of a decision: `steps` steps of the batch. */
  readonly steps: number;
  /** `[count · steps · batch, width]` */
  readonly inputs: Pointer;
  readonly width: number;
  readonly readsState: boolean;
}

/** One of the two masks: which part of the second layer scores it, and its tape. */
interface ScoredMask {
  readonly channels: number;
  readonly k: number;
  /** First of its columns among the router's outputs. */
  readonly from: number;
  readonly masks: Pointer;
  /** d mask / d logit, all decisions; in the backward pass replaced by the gradient of the logits. 0: mask of ones. */
  readonly slopes: Pointer;
  readonly packed: Pointer;
  readonly packedTransposed: Pointer;
  readonly logits: Pointer;
  readonly penalty: RoutingPenalty | null;
}

/** A router in one pass. */
export class RouterKernel {
  /** Masks of all decisions, `[count · steps · batch, features]` and `[…, units]`; x 0: inputs are not masked. */
  readonly x: Pointer;
  readonly h: Pointer;
  /** Most channels that are active in any row. */
  readonly capacity: { readonly x: number; readonly h: number };
  readonly #shape: PassShape;
  readonly #routing: Routing;
  readonly #decisions: Decisions;
  readonly #rows: number;
  readonly #parameters: Readonly<Record<string, Pointer>>;
  readonly #differentiate: boolean;
  readonly #width: number;
  readonly #outputs: number;
  readonly #masks: readonly ScoredMask[];
  /** The tanh layer, and in the backward pass its pre-activation gradient, all decisions. */
  readonly #hidden: Pointer;
  #dHidden: Pointer = 0;
  #dPenalty = 0;
  readonly #packedState: Pointer;
  readonly #packedStateTransposed: Pointer;
  /** State of the first decision; those of the others follow it. */
  #states: Pointer = 0;
  readonly #scratch: Pointer;
  readonly #threshold: Pointer;

  /** `parameters` holds the router's. Throws ShapeError if they do not fit. */
  constructor(
    routing: Routing,
    shape: PassShape,
    decisions: Decisions,
    parameters: Readonly<Record<string, Pointer>>,
    differentiate: boolean,
  ) {
    const { kernels, tape, batch, features, units } = shape;
    const { run } = kernels;
    this.#shape = shape;
    this.#routing = routing;
    this.#decisions = decisions;
    this.#parameters = parameters;
    this.#differentiate = differentiate;
    this.#rows = decisions.steps * batch;
    const total = decisions.count * this.#rows;
    const width = routing.parameters['router.b1']?.size ?? 0;
    const stateWidth = decisions.readsState ? units : 0;
    this.#width = width;
    this.#outputs = (routing.maskInputs ? features : 0) + units;
    checkRouter(routing, [decisions.width + stateWidth, width], [width, this.#outputs]);
    const { budget, maskInputs } = routing;
    const ofX = maskInputs ? this.#scoredMask(features, budget.x, 0, 0) : null;
    const ofH = this.#scoredMask(units, budget.h, maskInputs ? features : 0, 1);
    this.#masks = ofX === null ? [ofH] : [ofX, ofH];
    this.x = ofX?.masks ?? 0;
    this.h = ofH.masks;
    // An estimator that meets its budget on average may open any number.
    const exact = routing.estimator.openShift === undefined;
    this.capacity = {
      x: exact && maskInputs ? Math.min(budget.x, features) : features,
      h: exact ? Math.min(budget.h, units) : units,
    };

    const w1 = parameters['router.w1'] as Pointer;
    const packedInputs = tape.take(run.packedSize(decisions.width, width));
    run.packB(decisions.width, width, w1, width, packedInputs);
    const ofState = w1 + 4 * decisions.width * width;
    this.#packedState = tape.take(run.packedSize(stateWidth, width));
    run.packB(stateWidth, width, ofState, width, this.#packedState);
    this.#packedStateTransposed = tape.take(run.packedSize(width, stateWidth));
    run.packBT(width, stateWidth, ofState, width, this.#packedStateTransposed);
    this.#hidden = tape.take(total * width);
    run.fillRows(total, width, parameters['router.b1'] as Pointer, this.#hidden, width);
    run.gemm(total, width, decisions.width, decisions.inputs, decisions.width, packedInputs, this.#hidden, width, true); // prettier-ignore
    this.#scratch = tape.take(Math.max(features, units) + 8);
    this.#threshold = tape.take(this.#rows);
  }

  /** Makes decision `d`; `state` `[rows, units]` is looked at only if the router reads it. */
  decide(d: number, state: Pointer): void {
    const { kernels, batch, units } = this.#shape;
    const { run } = kernels;
    const rows = this.#rows;
    const width = this.#width;
    const { steps, readsState } = this.#decisions;
    const hidden = this.#hidden + 4 * d * rows * width;
    if (readsState) {
      if (d === 0) this.#states = state;
      run.gemm(rows, width, units, state, units, this.#packedState, hidden, width, true);
    }
    run.tanhInto(rows * width, hidden, hidden);
    for (const scored of this.#masks) {
      if (scored.slopes === 0) continue;
      const { channels, k, logits, penalty } = scored;
      const bias = (this.#parameters['router.b2'] as Pointer) + 4 * scored.from;
      run.fillRows(rows, channels, bias, logits, channels);
      run.gemm(rows, channels, width, hidden, width, scored.packed, logits, channels, true);
      if (penalty !== null) {
        for (let s = 0; s < steps; s++) penalty.add(d * steps + s, logits + 4 * s * batch * channels);
      }
      this.#routing.estimator.fused?.(this.#routing.estimatorConfig, {
        kernels,
        batch: rows,
        channels,
        k,
        mode: this.#routing.mode,
        logits,
        mask: scored.masks + 4 * d * rows * channels,
        slope: this.#slopes(scored, d),
        threshold: this.#threshold,
        scratch: this.#scratch,
      });
    }
  }

  /** Mean of the budget and balance terms so far, or null if there are none. */
  penalty(): number | null {
    const terms = this.#terms();
    if (terms === 0) return null;
    return this.#masks.reduce((sum, { penalty }) => sum + (penalty?.total ?? 0), 0) / terms;
  }

  /** Sets the gradient of the penalty, before the backward pass. */
  weighPenalty(gradient: number): void {
    this.#dPenalty = gradient;
  }

  /**
   * Takes the gradients of the masks of decision `d`, last decision first; adds to `dState` `[rows, units]` if the router
   * reads the state.
   */
  backward(d: number, { x, h }: MaskGradients, dState: Pointer): void {
    const { kernels, tape, batch, units } = this.#shape;
    const { run } = kernels;
    const { count, steps, readsState } = this.#decisions;
    const rows = this.#rows;
    const width = this.#width;
    if (this.#dHidden === 0) this.#dHidden = tape.take(count * rows * width);
    const dHidden = this.#dHidden + 4 * d * rows * width;
    kernels.clear(dHidden, rows * width);
    for (const scored of this.#masks) {
      if (scored.slopes === 0) continue;
      const { channels, penalty } = scored;
      const dLogits = this.#slopes(scored, d);
      run.mulInto(rows * channels, scored.masks === this.h ? h : x, dLogits);
      if (penalty !== null) {
        const factor = this.#dPenalty / this.#terms();
        for (let s = 0; s < steps; s++) {
          penalty.addGradient(d * steps + s, factor, dLogits + 4 * s * batch * channels);
        }
      }
      run.gemm(rows, width, channels, dLogits, channels, scored.packedTransposed, dHidden, width, true);
    }
    run.tanhBackward(rows * width, this.#hidden + 4 * d * rows * width, dHidden);
    if (!readsState || this.#routing.input.detachState) return;
    run.gemm(rows, units, width, dHidden, width, this.#packedStateTransposed, dState, units, true);
  }

  /** Writes the gradients of the router's parameters. */
  finish(gradients: Readonly<Record<string, Pointer>>): void {
    const { kernels, tape, units } = this.#shape;
    const { run } = kernels;
    const { count, inputs, width: inputWidth, readsState } = this.#decisions;
    const width = this.#width;
    const rows = count * this.#rows;
    const [w1, b1, w2, b2] = routerParameterNames.map((name) => gradients[name] as Pointer) as [
      Pointer,
      Pointer,
      Pointer,
      Pointer,
    ];
    weightGradients(kernels, tape, rows, this.#dHidden, width, [
      { read: inputs, width: inputWidth, out: w1, stride: width },
      ...(readsState
        ? [{ read: this.#states, width: units, out: w1 + 4 * inputWidth * width, stride: width }]
        : []),
    ]);
    run.sumRows(rows, width, this.#dHidden, width, b1, false);
    kernels.clear(w2, width * this.#outputs);
    kernels.clear(b2, this.#outputs);
    for (const { channels, from, slopes } of this.#masks) {
      if (slopes === 0) continue;
      const out = w2 + 4 * from;
      weightGradients(kernels, tape, rows, slopes, channels, [
        { read: this.#hidden, width, out, stride: this.#outputs },
      ]);
      run.sumRows(rows, channels, slopes, channels, b2 + 4 * from, false);
    }
  }

  #scoredMask(channels: number, k: number, from: number, which: 0 | 1): ScoredMask {
    const { kernels, tape } = this.#shape;
    const { run } = kernels;
    const width = this.#width;
    const w2 = (this.#parameters['router.w2'] as Pointer) + 4 * from;
    const packed = tape.take(run.packedSize(width, channels));
    run.packB(width, channels, w2, this.#outputs, packed);
    const packedTransposed = tape.take(run.packedSize(channels, width));
    run.packBT(channels, width, w2, this.#outputs, packedTransposed);
    const total = this.#decisions.count * this.#rows;
    const masks = tape.take(total * channels);
    const all = k >= channels;
    if (all) kernels.f32.fill(1, masks / 4, masks / 4 + total * channels);
    return {
      channels,
      k,
      from,
      masks,
      slopes: all ? 0 : tape.take((this.#differentiate ? total : this.#rows) * channels),
      packed,
      packedTransposed,
      logits: all ? 0 : tape.take(this.#rows * channels),
      penalty: penaltyOf(this.#routing, this.#shape, this.#decisions, channels, k, which),
    };
  }

  #terms(): number {
    return this.#masks.reduce((sum, { penalty }) => sum + (penalty?.terms ?? 0), 0);
  }

  #slopes(scored: ScoredMask, d: number): Pointer {
    return scored.slopes + (this.#differentiate ? 4 * d * this.#rows * scored.channels : 0);
  }
}

function checkRouter({ parameters }: Routing, first: readonly number[], second: readonly number[]): void {
  for (const [name, expected] of [
    ['router.w1', first],
    ['router.w2', second],
  ] as const) {
    const shape = parameters[name]?.shape ?? [];
    if (shape[0] !== expected[0] || shape[1] !== expected[1]) throw new ShapeError(name, expected, shape);
  }
}

/** The terms that decisions about a mask get in training, or null. */
function penaltyOf(
  { estimator, softBudget, balanceWeight, mode }: Routing,
  { kernels, tape, batch }: PassShape,
  { count, steps }: Decisions,
  channels: number,
  k: number,
  which: 0 | 1,
): RoutingPenalty | null {
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
