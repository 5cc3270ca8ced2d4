/** Masks of a router that reads the state: one decision before each step. */
import { isNone, NONE, type Floats, type None } from '@dsrnn/kernels';
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

/** A feed that decides step by step. */
export class RoutedFeed implements MaskFeed {
  readonly router: RouterKernel;
  readonly #gradients: MaskGradients;

  /** `inputs` `[time, batch, features]`; `parameters` holds the router's. */
  constructor(
    routing: Routing,
    shape: PassShape,
    inputs: Floats,
    parameters: Blocks<string>,
    { differentiate, wanted }: FeedBackward,
  ) {
    const { tape, time, batch, features, units } = shape;
    const decisions = { count: time, steps: 1, inputs, width: features, readsState: true };
    this.router = new RouterKernel(routing, shape, decisions, parameters, differentiate);
    this.#gradients = wanted
      ? { x: isNone(this.router.x) ? NONE : tape.take(batch * features), h: tape.take(batch * units) }
      : NO_GRADIENTS;
  }

  get x(): Floats | None {
    return this.router.x;
  }

  get h(): Floats {
    return this.router.h;
  }

  get groups(): GroupMasks | null {
    return this.router.groups;
  }

  get capacity(): { readonly x: number; readonly h: number } {
    return this.router.capacity;
  }

  decide(t: number, state: Floats | None): void {
    this.router.decide(t, state);
  }

  gradients(): MaskGradients {
    return this.#gradients;
  }

  backward(t: number, dState: Floats | None): void {
    this.router.backward(t, this.#gradients, dState);
  }

  finish(gradients: Blocks<string>): void {
    this.router.finish(gradients);
  }
}
