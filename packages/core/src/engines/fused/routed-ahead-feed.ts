/** Masks of a router that does not read the state: all steps are decided at once, or one mask for the sequence. */
import { isNone, NONE, skipNumbers, type Floats, type None } from '@dsrnn/kernels';
import { scopeOf } from '../../gating/routers/router-input.ts';
import type { Routing } from '../../gating/routers/routing.ts';
import type { PassShape } from './ahead-feed.ts';
import type { Blocks } from './fused-cell.ts';
import {
  NO_GRADIENTS,
  type FeedBackward,
  type GroupMasks,
  type MaskFeed,
  type MaskGradients,
} from './mask-feed.ts';
import { RouterKernel } from './router-kernel.ts';

/** A feed that decides before the first step. */
export class RoutedAheadFeed implements MaskFeed {
  readonly router: RouterKernel;
  readonly x: Floats | None;
  readonly h: Floats;
  readonly groups: GroupMasks | null;
  readonly #shape: PassShape;
  /** Whether one mask serves all steps. */
  readonly #once: boolean;
  /** Gradients of all steps, `[time, batch, ·]`. */
  readonly #gradients: MaskGradients;

  /** `inputs` `[steps · batch, width]` as `routerInputs` gives them; `parameters` holds the router's. */
  constructor(
    routing: Routing,
    shape: PassShape,
    inputs: { readonly at: Floats; readonly width: number },
    parameters: Blocks<string>,
    { differentiate, wanted }: FeedBackward,
  ) {
    const { tape, time, batch, features, units } = shape;
    this.#shape = shape;
    this.#once = scopeOf(routing.input.input) === 'sequence';
    const decisions = {
      count: 1,
      steps: this.#once ? 1 : time,
      inputs: inputs.at,
      width: inputs.width,
      readsState: false,
    };
    this.router = new RouterKernel(routing, shape, decisions, parameters, differentiate);
    this.router.decide(0, NONE);
    this.x = isNone(this.router.x) ? NONE : this.#spread(this.router.x, features);
    this.h = this.#spread(this.router.h, units);
    const { groups } = this.router;
    this.groups = groups === null ? null : { ...groups, at: this.#spread(groups.at, groups.count) };
    this.#gradients = wanted
      ? { x: isNone(this.x) ? NONE : tape.take(time * batch * features), h: tape.take(time * batch * units) }
      : NO_GRADIENTS;
  }

  get capacity(): { readonly x: number; readonly h: number } {
    return this.router.capacity;
  }

  decide(): void {
    // Decided before the pass.
  }

  gradients(t: number): MaskGradients {
    const { batch, features, units } = this.#shape;
    const { x, h } = this.#gradients;
    return { x: skipNumbers(x, t * batch * features), h: skipNumbers(h, t * batch * units) };
  }

  backward(t: number): void {
    if (t > 0) return;
    // All steps have written theirs.
    if (this.#once) {
      const { kernels, time, batch, features, units } = this.#shape;
      const { x, h } = this.#gradients;
      for (let step = 1; step < time; step++) {
        const of = this.gradients(step);
        if (!isNone(x) && !isNone(of.x)) kernels.run.addInto(batch * features, of.x, x);
        if (!isNone(h) && !isNone(of.h)) kernels.run.addInto(batch * units, of.h, h);
      }
    }
    this.router.backward(0, this.#gradients, NONE);
  }

  finish(gradients: Blocks<string>): void {
    this.router.finish(gradients);
  }

  #spread(masks: Floats, channels: number): Floats {
    const { kernels, tape, time, batch } = this.#shape;
    if (!this.#once) return masks;
    const step = batch * channels;
    const all = tape.take(time * step);
    for (let t = 0; t < time; t++) kernels.copy(masks, skipNumbers(all, t * step), step);
    return all;
  }
}
