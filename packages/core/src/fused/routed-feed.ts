/**
 * Masks that a router decides from input and state before each step, see routers/router.ts:
 *
 *   u = tanh([x_t, h_t] W₁ + b₁),   [l^x l^h] = u W₂ + b₂,   m = estimator(l)
 *
 * The input's part of the first product is formed for all steps at once, weight gradients once at the end.
 */
import type { Pointer } from '@dsrnn/kernels';
import { ShapeError } from '../errors.ts';
import type { Routing, SoftBudget } from '../masks/routing.ts';
import type { PassShape } from './ahead-feed.ts';
import type { MaskFeed, MaskGradients } from './mask-feed.ts';
import { RoutingPenalty, type BudgetTerm } from './routing-penalty.ts';
import { weightGradients } from './weight-gradient.ts';

/** The router's parameters by name. */
export const routerParameterNames = ['router.w1', 'router.b1', 'router.w2', 'router.b2'] as const;

/** Whether a routing can run here; where it cannot, the reference engine takes over. */
export function canRoute({ estimator }: Routing): boolean {
  return estimator.fused !== undefined;
}

/** One of the two masks: which part of the second layer scores it, and its tape. */
interface Part {
  readonly channels: number;
  readonly k: number;
  /** First of its columns among the router's outputs. */
  readonly from: number;
  readonly masks: Pointer;
  /** d mask / d logit, all steps; in the backward pass replaced by the gradient of the logits. 0: mask of ones. */
  readonly slopes: Pointer;
  readonly packed: Pointer;
  readonly packedTransposed: Pointer;
  readonly logits: Pointer;
  readonly gradient: Pointer;
  readonly penalty: RoutingPenalty | null;
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
  { kernels, tape, time, batch }: PassShape,
  channels: number,
  k: number,
  which: 0 | 1,
): RoutingPenalty | null {
  if (!mode.training || k >= channels) return null;
  const shift = estimator.openShift;
  const budget = softBudget === null || shift === undefined ? null : budgetTerm(softBudget, shift, which);
  if (budget === null && balanceWeight === 0) return null;
  return new RoutingPenalty(kernels, tape, { time, batch, channels, k, budget, balance: balanceWeight });
}

function budgetTerm(budget: SoftBudget, shift: number, which: 0 | 1): BudgetTerm {
  if ('weight' in budget) return { kind: 'quadratic', factor: budget.weight, shift };
  return { kind: 'linear', factor: budget.multipliers.dataSync<'float32'>()[which] as number, shift };
}

/** A feed from a router. */
export class RoutedFeed implements MaskFeed {
  readonly x: Pointer;
  readonly h: Pointer;
  readonly #shape: PassShape;
  readonly #routing: Routing;
  readonly #inputs: Pointer;
  readonly #parameters: Readonly<Record<string, Pointer>>;
  readonly #differentiate: boolean;
  readonly #width: number;
  readonly #outputs: number;
  readonly #parts: readonly Part[];
  /** The tanh layer, and in the backward pass its pre-activation gradient, all steps. */
  readonly #hidden: Pointer;
  #dHidden: Pointer = 0;
  #dPenalty = 0;
  readonly #packedState: Pointer;
  readonly #packedStateTransposed: Pointer;
  /** h_t as the router read it, first address; states are contiguous. */
  #states: Pointer = 0;
  readonly #scratch: Pointer;
  readonly #threshold: Pointer;

  /** `inputs` `[time, batch, features]`; `parameters` holds the router's. */
  constructor(
    routing: Routing,
    shape: PassShape,
    inputs: Pointer,
    parameters: Readonly<Record<string, Pointer>>,
    differentiate: boolean,
  ) {
    const { kernels, tape, time, batch, features, units } = shape;
    const { run } = kernels;
    this.#shape = shape;
    this.#routing = routing;
    this.#inputs = inputs;
    this.#parameters = parameters;
    this.#differentiate = differentiate;
    const width = routing.parameters['router.b1']?.size ?? 0;
    this.#width = width;
    this.#outputs = (routing.maskInputs ? features : 0) + units;
    checkRouter(routing, [features + units, width], [width, this.#outputs]);
    const part = (channels: number, k: number, from: number, which: 0 | 1): Part => {
      const w2 = (parameters['router.w2'] as Pointer) + 4 * from;
      const packed = tape.take(run.packedSize(width, channels));
      run.packB(width, channels, w2, this.#outputs, packed);
      const packedTransposed = differentiate ? tape.take(run.packedSize(channels, width)) : 0;
      if (differentiate) run.packBT(channels, width, w2, this.#outputs, packedTransposed);
      const masks = tape.take(time * batch * channels);
      if (k >= channels) kernels.f32.fill(1, masks / 4, masks / 4 + time * batch * channels);
      return {
        channels,
        k,
        from,
        masks,
        slopes: k >= channels ? 0 : tape.take((differentiate ? time : 1) * batch * channels),
        packed,
        packedTransposed,
        logits: tape.take(batch * channels),
        gradient: tape.take(batch * channels),
        penalty: penaltyOf(routing, shape, channels, k, which),
      };
    };
    const { budget, maskInputs } = routing;
    const ofX = maskInputs ? part(features, budget.x, 0, 0) : null;
    const ofH = part(units, budget.h, maskInputs ? features : 0, 1);
    this.#parts = ofX === null ? [ofH] : [ofX, ofH];
    this.x = ofX?.masks ?? 0;
    this.h = ofH.masks;

    const w1 = parameters['router.w1'] as Pointer;
    const packedInputs = tape.take(run.packedSize(features, width));
    run.packB(features, width, w1, width, packedInputs);
    this.#packedState = tape.take(run.packedSize(units, width));
    run.packB(units, width, w1 + 4 * features * width, width, this.#packedState);
    this.#packedStateTransposed = differentiate ? tape.take(run.packedSize(width, units)) : 0;
    if (differentiate)
      run.packBT(width, units, w1 + 4 * features * width, width, this.#packedStateTransposed);
    this.#hidden = tape.take(time * batch * width);
    run.fillRows(time * batch, width, parameters['router.b1'] as Pointer, this.#hidden, width);
    run.gemm(time * batch, width, features, inputs, features, packedInputs, this.#hidden, width, true);
    this.#scratch = tape.take(Math.max(features, units) + 8);
    this.#threshold = tape.take(batch);
  }

  decide(t: number, state: Pointer): void {
    const { kernels, batch, units } = this.#shape;
    const { run } = kernels;
    if (t === 0) this.#states = state;
    const width = this.#width;
    const hidden = this.#hidden + 4 * t * batch * width;
    run.gemm(batch, width, units, state, units, this.#packedState, hidden, width, true);
    run.tanhInto(batch * width, hidden, hidden);
    for (const part of this.#parts) {
      if (part.slopes === 0) continue;
      const { channels, k, logits } = part;
      run.fillRows(
        batch,
        channels,
        (this.#parameters['router.b2'] as Pointer) + 4 * part.from,
        logits,
        channels,
      );
      run.gemm(batch, channels, width, hidden, width, part.packed, logits, channels, true);
      part.penalty?.add(t, logits);
      this.#routing.estimator.fused?.(this.#routing.estimatorConfig, {
        kernels,
        batch,
        channels,
        k,
        mode: this.#routing.mode,
        logits,
        mask: part.masks + 4 * t * batch * channels,
        slope: this.#slopes(part, t),
        threshold: this.#threshold,
        scratch: this.#scratch,
      });
    }
  }

  /** Mean of the budget and balance terms so far, or null if there are none. */
  penalty(): number | null {
    const terms = this.#terms();
    if (terms === 0) return null;
    return this.#parts.reduce((sum, { penalty }) => sum + (penalty?.total ?? 0), 0) / terms;
  }

  /** Sets the gradient of the penalty, before the backward pass. */
  weighPenalty(gradient: number): void {
    this.#dPenalty = gradient;
  }

  gradients(): MaskGradients {
    if (!this.#differentiate) return { x: 0, h: 0 };
    const [first, second] = this.#parts as [Part, Part | undefined];
    return second === undefined ? { x: 0, h: first.gradient } : { x: first.gradient, h: second.gradient };
  }

  backward(t: number, dState: Pointer): void {
    const { kernels, tape, time, batch, units } = this.#shape;
    const { run } = kernels;
    const width = this.#width;
    if (this.#dHidden === 0) this.#dHidden = tape.take(time * batch * width);
    const dHidden = this.#dHidden + 4 * t * batch * width;
    kernels.clear(dHidden, batch * width);
    for (const part of this.#parts) {
      if (part.slopes === 0) continue;
      const { channels } = part;
      const dLogits = this.#slopes(part, t);
      run.mulInto(batch * channels, part.gradient, dLogits);
      part.penalty?.addGradient(t, this.#dPenalty / this.#terms(), dLogits);
      run.gemm(batch, width, channels, dLogits, channels, part.packedTransposed, dHidden, width, true);
    }
    run.tanhBackward(batch * width, this.#hidden + 4 * t * batch * width, dHidden);
    if (this.#routing.input.detachState) return;
    run.gemm(batch, units, width, dHidden, width, this.#packedStateTransposed, dState, units, true);
  }

  finish(gradients: Readonly<Record<string, Pointer>>): void {
    const { kernels, tape, time, batch, features, units } = this.#shape;
    const { run } = kernels;
    const width = this.#width;
    const rows = time * batch;
    const [w1, b1, w2, b2] = routerParameterNames.map((name) => gradients[name] as Pointer) as [
      Pointer,
      Pointer,
      Pointer,
      Pointer,
    ];
    weightGradients(kernels, tape, rows, this.#dHidden, width, [
      { read: this.#inputs, width: features, out: w1, stride: width },
      { read: this.#states, width: units, out: w1 + 4 * features * width, stride: width },
    ]);
    run.sumRows(rows, width, this.#dHidden, width, b1, false);
    kernels.clear(w2, width * this.#outputs);
    kernels.clear(b2, this.#outputs);
    for (const { channels, from, slopes } of this.#parts) {
      if (slopes === 0) continue;
      const out = w2 + 4 * from;
      weightGradients(kernels, tape, rows, slopes, channels, [
        { read: this.#hidden, width, out, stride: this.#outputs },
      ]);
      run.sumRows(rows, channels, slopes, channels, b2 + 4 * from, false);
    }
  }

  #terms(): number {
    return this.#parts.reduce((sum, { penalty }) => sum + (penalty?.terms ?? 0), 0);
  }

  #slopes(part: Part, t: number): Pointer {
    return part.slopes + (this.#differentiate ? 4 * t * this.#shape.batch * part.channels : 0);
  }
}
