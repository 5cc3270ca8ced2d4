/** Masks of a router that reads the state: one decision before each step. */
import type { Pointer } from '@dsrnn/kernels';
import type { Routing } from '../../gating/routers/routing.ts';
import type { PassShape } from './ahead-feed.ts';
import type { MaskFeed, MaskGradients } from './mask-feed.ts';
import { RouterKernel } from './router-kernel.ts';

/** A feed that decides step by step. */
export class RoutedFeed implements MaskFeed {
  readonly router: RouterKernel;
  readonly #gradients: MaskGradients;

  /** `inputs` `[time, batch, features]`; `parameters` holds the router's. */
  constructor(
    routing: Routing,
    shape: PassShape,
    inputs: Pointer,
    parameters: Readonly<Record<string, Pointer>>,
    differentiate: boolean,
  ) {
    const { tape, time, batch, features, units } = shape;
    const decisions = { count: time, steps: 1, inputs, width: features, readsState: true };
    this.router = new RouterKernel(routing, shape, decisions, parameters, differentiate);
    this.#gradients = differentiate
      ? { x: this.router.x === 0 ? 0 : tape.take(batch * features), h: tape.take(batch * units) }
      : { x: 0, h: 0 };
  }

  get x(): Pointer {
    return this.router.x;
  }

  get h(): Pointer {
    return this.router.h;
  }

  get capacity(): { readonly x: number; readonly h: number } {
    return this.router.capacity;
  }

  decide(t: number, state: Pointer): void {
    this.router.decide(t, state);
  }

  gradients(): MaskGradients {
    return this.#gradients;
  }

  backward(t: number, dState: Pointer): void {
    this.router.backward(t, this.#gradients, dState);
  }

  finish(gradients: Readonly<Record<string, Pointer>>): void {
    this.router.finish(gradients);
  }
}
