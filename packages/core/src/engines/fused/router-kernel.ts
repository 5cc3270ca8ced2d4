/**
 * The router on our kernels, see gating/routers/router.ts, and the estimators behind it:
 *
 *   u = tanh(z W₁ + b₁),   [l^x l^h] = u W₂ + b₂,   m = estimator(l)
 *
 * Decisions are made one after the other, each for a block of rows. z is given for all of them, but for the part of the
 * state, if the router reads it, which each decision brings. Weight gradients are formed once at the end.
 */
import { isNone, NONE, skipNumbers, type Floats, type None, type Packed } from '@dsrnn/kernels';
import { ShapeError } from '../../errors.ts';
import type { RouterValues } from '../../gating/routers/router.ts';
import { hiddenGroups, type Routing } from '../../gating/routers/routing.ts';
import { tf } from '../../tensor/tf.ts';
import type { PassShape } from './ahead-feed.ts';
import type { Blocks } from './fused-cell.ts';
import type { GroupMasks, MaskGradients } from './mask-feed.ts';
import { ScoredMask } from './scored-mask.ts';
import { weightGradients } from './weight-gradient.ts';

/** The router's parameters by name. */
export const routerParameterNames = [
  'router.w1',
  'router.b1',
  'router.w2',
  'router.b2',
] as const satisfies readonly (keyof RouterValues)[];

/** The router's among all blocks of a pass. */
function routerBlocks(all: Blocks<string>): Blocks<keyof RouterValues> {
  return all;
}

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
  readonly inputs: Floats;
  readonly width: number;
  readonly readsState: boolean;
}

/** A router in one pass. */
export class RouterKernel {
  /** Masks of all decisions, `[count · steps · batch, features]` and `[…, units]`; no x: inputs are not masked. */
  readonly x: Floats | None;
  readonly h: Floats;
  /** The groups behind `h`, `[count · steps · batch, groups]`; null: units are scored one by one. */
  readonly groups: GroupMasks | null;
  /** Most channels that are active in any row. */
  readonly capacity: { readonly x: number; readonly h: number };
  readonly #shape: PassShape;
  readonly #routing: Routing;
  readonly #decisions: Decisions;
  readonly #rows: number;
  readonly #width: number;
  readonly #outputs: number;
  readonly #ofX: ScoredMask | null;
  readonly #ofH: ScoredMask;
  /** The tanh layer, and in the backward pass its pre-activation gradient, all decisions. */
  readonly #hidden: Floats;
  #dHidden: Floats | null = null;
  #dPenalty = 0;
  readonly #packedState: Packed;
  readonly #packedStateTransposed: Packed;
  /** State of the first decision; those of the others follow it. */
  #states: Floats | None = NONE;

  /** `parameters` holds the router's. Throws ShapeError if they do not fit. */
  constructor(
    routing: Routing,
    shape: PassShape,
    decisions: Decisions,
    parameters: Blocks<string>,
    differentiate: boolean,
  ) {
    const { kernels, tape, batch, features, units } = shape;
    const { run } = kernels;
    const stored = routerBlocks(parameters);
    this.#shape = shape;
    this.#routing = routing;
    this.#decisions = decisions;
    this.#rows = decisions.steps * batch;
    const total = decisions.count * this.#rows;
    const width = routing.parameters['router.b1'].size;
    const stateWidth = decisions.readsState ? units : 0;
    this.#width = width;
    const groups = hiddenGroups(routing);
    this.#outputs = (routing.maskInputs ? features : 0) + groups.count;
    checkRouter(routing, [decisions.width + stateWidth, width], [width, this.#outputs]);
    const { budget, maskInputs } = routing;
    const scoring = {
      routing,
      shape,
      count: decisions.count,
      steps: decisions.steps,
      width,
      outputs: this.#outputs,
      w2: stored['router.w2'],
      b2: stored['router.b2'],
      differentiate,
    };
    const behindX = maskInputs ? features : 0;
    this.#ofX = maskInputs
      ? new ScoredMask(scoring, { channels: features, groupSize: 1, k: budget.x, from: 0, which: 0 })
      : null;
    this.#ofH = new ScoredMask(scoring, {
      channels: units,
      groupSize: groups.size,
      k: groups.k,
      from: behindX,
      which: 1,
    });
    this.x = this.#ofX?.masks ?? NONE;
    this.h = this.#ofH.masks;
    // An estimator that meets its budget on average may open any number.
    const exact = routing.estimator.openShift === undefined;
    this.capacity = {
      x: exact && maskInputs ? Math.min(budget.x, features) : features,
      h: exact ? Math.min(groups.k * groups.size, units) : units,
    };
    this.groups =
      groups.size === 1
        ? null
        : {
            size: groups.size,
            count: groups.count,
            at: this.#ofH.groups,
            capacity: exact ? Math.min(groups.k, groups.count) : groups.count,
          };

    const w1 = stored['router.w1'];
    const packedInputs = tape.take<'packed'>(run.packedSize(decisions.width, width));
    run.packB(decisions.width, width, w1, width, packedInputs);
    const ofState = skipNumbers(w1, decisions.width * width);
    this.#packedState = tape.take(run.packedSize(stateWidth, width));
    run.packB(stateWidth, width, ofState, width, this.#packedState);
    this.#packedStateTransposed = tape.take(run.packedSize(width, stateWidth));
    run.packBT(width, stateWidth, ofState, width, this.#packedStateTransposed);
    this.#hidden = tape.take(total * width);
    run.fillRows(total, width, stored['router.b1'], this.#hidden, width);
    run.gemm(total, width, decisions.width, decisions.inputs, decisions.width, packedInputs, this.#hidden, width, true); // prettier-ignore
  }

  /** Makes decision `d`; `state` `[rows, units]` must be there if the router reads it. */
  decide(d: number, state: Floats | None): void {
    const { kernels, units } = this.#shape;
    const { run } = kernels;
    const rows = this.#rows;
    const width = this.#width;
    const hidden = skipNumbers(this.#hidden, d * rows * width);
    if (this.#decisions.readsState) {
      if (d === 0) this.#states = state;
      run.gemm(rows, width, units, given(state), units, this.#packedState, hidden, width, true);
    }
    run.tanhInto(rows * width, hidden, hidden);
    this.#ofX?.decide(d, hidden);
    this.#ofH.decide(d, hidden);
  }

  /** Mean of the budget and balance terms so far, or null if there are none. */
  penalty(): number | null {
    const terms = this.#terms();
    if (terms === 0) return null;
    return ((this.#ofX?.penalty?.total ?? 0) + (this.#ofH.penalty?.total ?? 0)) / terms;
  }

  /** Tells whoever watches the hidden layer its mean over all decisions, once these are made. */
  report(): void {
    const { watchHidden } = this.#routing;
    if (watchHidden === undefined) return;
    const { kernels } = this.#shape;
    const width = this.#width;
    const rows = this.#decisions.count * this.#rows;
    const mean = kernels.arena.take(width);
    kernels.run.sumRows(rows, width, this.#hidden, width, mean, false);
    kernels.run.scaleInto(width, mean, 1 / rows, mean);
    const values = kernels.read(mean, width);
    kernels.arena.give(mean);
    watchHidden(tf.tensor1d(values));
  }

  /** Sets the gradient of the penalty, before the backward pass. */
  weighPenalty(gradient: number): void {
    this.#dPenalty = gradient;
  }

  /**
   * Takes the gradients of the masks of decision `d`, last decision first; adds to `dState` `[rows, units]` if the router
   * reads the state.
   */
  backward(d: number, { x, h }: MaskGradients, dState: Floats | None): void {
    const { kernels, units } = this.#shape;
    const { run } = kernels;
    const rows = this.#rows;
    const width = this.#width;
    const dHidden = skipNumbers(this.#gradientOfHidden(), d * rows * width);
    kernels.clear(dHidden, rows * width);
    const dTerm = this.#dPenalty / this.#terms();
    this.#ofX?.backward(d, x, dTerm, dHidden);
    this.#ofH.backward(d, h, dTerm, dHidden);
    run.tanhBackward(rows * width, skipNumbers(this.#hidden, d * rows * width), dHidden);
    if (!this.#decisions.readsState || this.#routing.input.detachState) return;
    run.gemm(rows, units, width, dHidden, width, this.#packedStateTransposed, given(dState), units, true);
  }

  /** Writes the gradients of the router's parameters. */
  finish(gradients: Blocks<string>): void {
    const { kernels, tape, units } = this.#shape;
    const { run } = kernels;
    const { count, inputs, width: inputWidth, readsState } = this.#decisions;
    const width = this.#width;
    const rows = count * this.#rows;
    const into = routerBlocks(gradients);
    const [w1, w2, b2] = [into['router.w1'], into['router.w2'], into['router.b2']];
    const dHidden = this.#gradientOfHidden();
    weightGradients(kernels, tape, rows, dHidden, width, [
      { read: inputs, width: inputWidth, out: w1, stride: width },
      ...(readsState
        ? [
            {
              read: given(this.#states),
              width: units,
              out: skipNumbers(w1, inputWidth * width),
              stride: width,
            },
          ]
        : []),
    ]);
    run.sumRows(rows, width, dHidden, width, into['router.b1'], false);
    kernels.clear(w2, width * this.#outputs);
    kernels.clear(b2, this.#outputs);
    this.#ofX?.finish(this.#hidden, w2, b2);
    this.#ofH.finish(this.#hidden, w2, b2);
  }

  /** Of all decisions; each writes its own. */
  #gradientOfHidden(): Floats {
    return (this.#dHidden ??= this.#shape.tape.take(this.#decisions.count * this.#rows * this.#width));
  }

  #terms(): number {
    return (this.#ofX?.penalty?.terms ?? 0) + (this.#ofH.penalty?.terms ?? 0);
  }
}

/** A state, or its gradient, that a router reads. */
function given(state: Floats | None): Floats {
  if (isNone(state)) throw new Error('a router that reads the state was given none');
  return state;
}

function checkRouter({ parameters }: Routing, first: readonly number[], second: readonly number[]): void {
  for (const [name, expected] of [
    ['router.w1', first],
    ['router.w2', second],
  ] as const) {
    const { shape } = parameters[name];
    if (shape[0] !== expected[0] || shape[1] !== expected[1]) throw new ShapeError(name, expected, shape);
  }
}
