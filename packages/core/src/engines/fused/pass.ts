/** One pass of the fused engine, from sequences and parameters in kernel memory to a readout there, and back. */
import { isNone, skipNumbers, type Floats, type Kernels, type Workspace } from '@dsrnn/kernels';
import { gradientAt } from '../../gating/estimators/estimator.ts';
import { readOf } from '../../gating/gating.ts';
import { masksLast } from '../../gating/masks/lasting-masks.ts';
import type { MaskBlock } from '../../gating/masks/mask-source.ts';
import type { Routing } from '../../gating/routers/routing.ts';
import { tf } from '../../tensor/tf.ts';
import type { Recurrence, UnrollRequest } from '../recurrence.ts';
import { AheadFeed, type PassShape } from './ahead-feed.ts';
import type { Blocks, FusedCell, FusedGating, FusedPass } from './fused-cell.ts';
import type { FeedBackward, MaskFeed } from './mask-feed.ts';
import { fusedCellOf } from './registry.ts';
import { RoutedAheadFeed } from './routed-ahead-feed.ts';
import { RoutedFeed } from './routed-feed.ts';
import { canRoute, type RouterKernel } from './router-kernel.ts';
import { routerReads } from './router-reads.ts';

/** The router that the kernels are to run, or null if masks come from elsewhere. */
export function routingOf(gating: Recurrence['gating']): Routing | null {
  if (gating.kind !== 'masked') return null;
  const { declared } = gating.masks;
  const routing = declared?.kind === 'routed' ? declared : declared?.routing;
  return routing !== undefined && canRoute(routing) ? routing : null;
}

/** Sequences in kernel memory, `[batch, time, features]`; the caller's. */
export interface PassInputs {
  readonly at: Floats;
  readonly shape: readonly [batch: number, time: number, features: number];
  /** The same as a tensor, for what TensorFlow.js makes of them before the first step. */
  readonly tensor: () => tf.Tensor3D;
}

/** What a pass runs. */
export interface PassJob {
  readonly kernels: Kernels;
  /** Closed by `Pass.close`. */
  readonly tape: Workspace;
  readonly request: UnrollRequest;
  /** All that are read, by name. */
  readonly parameters: Blocks<string>;
  /** Masks that were decided by somebody else; null where there are none. */
  readonly block: MaskBlock | null;
}

/** One pass, the forward half of which is done when it is made. Closed by its caller. */
export class Pass {
  readonly #request: UnrollRequest;
  readonly #shape: PassShape;
  readonly #gating: FusedGating;
  readonly #pass: FusedPass<string>;

  constructor({ kernels, tape, request, parameters, block }: PassJob, inputs: PassInputs) {
    const [batch, time, features] = inputs.shape;
    const { cell, settings, differentiate = true } = request;
    this.#request = request;
    this.#shape = { kernels, tape, batch, time, features, units: settings.units };
    const x = tape.take(batch * time * features);
    kernels.run.swapAxes(batch, time, features, inputs.at, x);
    this.#gating = this.#gatingOf(block, inputs, x, parameters, differentiate);
    this.#pass = (fusedCellOf(cell) as FusedCell).run({
      ...this.#shape,
      settings,
      x,
      parameters,
      gating: this.#gating,
      differentiate,
    });
    this.#report();
    this.#router?.report();
  }

  /** Mean of the router's budget and balance terms, or null. */
  get penalty(): number | null {
    return this.#router?.penalty() ?? null;
  }

  /** The readout, `[batch, units]`, or `[batch, time, units]` for `steps`. */
  readout(): Floats {
    const { kernels, tape, batch, time, units } = this.#shape;
    const { outputs } = this.#pass;
    const step = batch * units;
    switch (this.#request.readout) {
      case 'last':
        return skipNumbers(outputs, (time - 1) * step);
      case 'mean': {
        const mean = tape.take(step);
        kernels.run.sumRows(time, step, outputs, step, mean, false);
        kernels.run.scaleInto(step, mean, 1 / time, mean);
        return mean;
      }
      case 'steps': {
        const rows = tape.take(time * step);
        kernels.run.swapAxes(time, batch, units, outputs, rows);
        return rows;
      }
    }
  }

  /**
   * Writes the gradients of all parameters to `into`, from that of the readout, which is overwritten, and that of the
   * penalty. Once, and only if the request is differentiated.
   */
  backward(dReadout: Floats, dPenalty: number, into: Blocks<string>): void {
    this.#router?.weighPenalty(dPenalty);
    this.#pass.backward(this.#outputGradient(dReadout), into);
  }

  /** Gradients of the masks that somebody else decided, after the backward half. */
  blockGradients(): tf.Tensor3D[] {
    const feed = this.#gating.kind === 'masked' ? this.#gating.feed : null;
    return feed instanceof AheadFeed ? feed.blockGradients() : [];
  }

  /** Gives all memory back. */
  close(): void {
    this.#shape.tape.close();
  }

  #gatingOf(
    block: MaskBlock | null,
    inputs: PassInputs,
    x: Floats,
    parameters: Blocks<string>,
    differentiate: boolean,
  ): FusedGating {
    const { gating } = this.#request;
    switch (gating.kind) {
      case 'dense':
        return { kind: 'dense' };
      case 'delta': {
        const theta = (scalar: tf.Scalar): number => scalar.dataSync<'float32'>()[0] as number;
        return {
          kind: 'delta',
          thetaX: theta(gating.thetaX),
          thetaH: theta(gating.thetaH),
          sends: { x: 0, h: 0 },
        };
      }
      case 'masked': {
        const { declared } = gating.masks;
        if (declared === undefined) throw new Error('the fused engine needs a declared mask source');
        const wanted =
          declared.kind === 'ahead'
            ? declared.gradient
            : gradientAt(declared.estimator, declared.estimatorConfig, declared.mode);
        const gradient = differentiate ? wanted : 'none';
        const feed = this.#feedOf(block, inputs, x, parameters, {
          differentiate,
          wanted: gradient !== 'none',
        });
        const byTask = declared.kind === 'ahead' && declared.byTask !== undefined;
        const lasting = byTask || masksLast(gating.masks.scope, wanted);
        const carry = gating.inactive === 'carry';
        return { kind: 'masked', feed, read: readOf(gating), carry, gradient, lasting };
      }
    }
  }

  /** Masks that are given, or those of a router that reads the state, or one that does not. */
  #feedOf(
    block: MaskBlock | null,
    inputs: PassInputs,
    x: Floats,
    parameters: Blocks<string>,
    backward: FeedBackward,
  ): MaskFeed {
    const routing = routingOf(this.#request.gating);
    if (routing === null) return new AheadFeed(block as MaskBlock, this.#shape, backward.wanted);
    if (routing.input.input === 'xh') {
      return new RoutedFeed(routing, this.#shape, x, parameters, backward);
    }
    const read = routerReads(routing.input, this.#shape, x, inputs);
    return new RoutedAheadFeed(routing, this.#shape, read, parameters, backward);
  }

  #outputGradient(dReadout: Floats): { readonly kind: 'last' | 'each' | 'steps'; readonly at: Floats } {
    const { kernels, tape, batch, time, units } = this.#shape;
    const { readout } = this.#request;
    if (readout === 'last') return { kind: 'last', at: dReadout };
    if (readout === 'mean') {
      kernels.run.scaleInto(batch * units, dReadout, 1 / time, dReadout);
      return { kind: 'each', at: dReadout };
    }
    const steps = tape.take(time * batch * units);
    kernels.run.swapAxes(batch, time, units, dReadout, steps);
    return { kind: 'steps', at: steps };
  }

  get #router(): RouterKernel | null {
    const feed = this.#gating.kind === 'masked' ? this.#gating.feed : null;
    return feed instanceof RoutedFeed || feed instanceof RoutedAheadFeed ? feed.router : null;
  }

  /** Tells observer and tally what was active. */
  #report(): void {
    const { observe, gating } = this.#request;
    const { time, batch, features, units } = this.#shape;
    if (this.#gating.kind === 'dense') {
      observe?.('x', null);
      observe?.('h', null);
      return;
    }
    if (this.#gating.kind === 'delta') {
      observe?.('x', this.#gating.sends.x);
      observe?.('h', this.#gating.sends.h);
      return;
    }
    const { x, h } = this.#gating.feed;
    if (observe !== undefined) {
      const steps = time * batch;
      observe('x', isNone(x) ? null : this.#nonzeros(x, steps * features) / steps);
      observe('h', this.#nonzeros(h, steps * units) / steps);
    }
    const tally = gating.kind === 'masked' ? gating.masks.tally : undefined;
    tally?.(isNone(x) ? null : this.#sum(x, features), this.#sum(h, units));
  }

  #nonzeros(pointer: Floats, count: number): number {
    let total = 0;
    for (const value of this.#shape.kernels.view(pointer, count)) if (value !== 0) total += 1;
    return total;
  }

  #sum(pointer: Floats, channels: number): tf.Tensor2D {
    const { kernels, time, batch } = this.#shape;
    const sum = kernels.arena.take(channels);
    kernels.run.sumRows(time * batch, channels, pointer, channels, sum, false);
    const values = kernels.read(sum, channels);
    kernels.arena.give(sum);
    return tf.tensor2d(values, [1, channels]);
  }
}
