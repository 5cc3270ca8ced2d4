/** Masks of a router that does not read the state: all steps are decided at once, or one mask for the sequence. */
import type { Pointer } from '@dsrnn/kernels';
import { scopeOf } from '../../gating/routers/router-input.ts';
import type { Routing } from '../../gating/routers/routing.ts';
import type { PassShape } from './ahead-feed.ts';
import type { MaskFeed, MaskGradients } from './mask-feed.ts';
import { RouterKernel } from './router-kernel.ts';

/** A feed that decides before the first step. */
export class RoutedAheadFeed implements MaskFeed {
  readonly router: RouterKernel;
  readonly x: Pointer;
  readonly h: Pointer;
  readonly #shape: PassShape;
  /** Whether one mask serves all steps. */
  readonly #once: boolean;
  /** Gradients of all steps, `[time, batch, ·]`. */
  readonly #gradients: MaskGradients;

  /** `inputs` `[steps · batch, width]` as `routerInputs` gives them; `parameters` holds the router's. */
  constructor(
    routing: Routing,
    shape: PassShape,
    inputs: { readonly at: Pointer; readonly width: number },
    parameters: Readonly<Record<string, Pointer>>,
    differentiate: boolean,
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
    this.router.decide(0, 0);
    this.x = this.#spread(this.router.x, features);
    this.h = this.#spread(this.router.h, units);
    this.#gradients = differentiate
      ? { x: this.x === 0 ? 0 : tape.take(time * batch * features), h: tape.take(time * batch * units) }
      : { x: 0, h: 0 };
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
    return {
      x: x === 0 ? 0 : x + 4 * t * batch * features,
      h: h === 0 ? 0 : h + 4 * t * batch * units,
    };
  }

  backward(t: number): void {
    if (t > 0) return;
    // All steps have written theirs.
    if (this.#once) {
      const { kernels, time, batch, features, units } = this.#shape;
      const { x, h } = this.#gradients;
      for (let step = 1; step < time; step++) {
        const of = this.gradients(step);
        if (x !== 0) kernels.run.addInto(batch * features, of.x, x);
        kernels.run.addInto(batch * units, of.h, h);
      }
    }
    this.router.backward(0, this.#gradients, 0);
  }

  finish(gradients: Readonly<Record<string, Pointer>>): void {
    this.router.finish(gradients);
  }

  #spread(masks: Pointer, channels: number): Pointer {
    const { kernels, tape, time, batch } = this.#shape;
    if (masks === 0 || !this.#once) return masks;
    const step = batch * channels;
    const all = tape.take(time * step);
    for (let t = 0; t < time; t++) kernels.copy(masks, all + 4 * t * step, step);
    return all;
  }
}
