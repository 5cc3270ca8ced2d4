/** One pass of the fused engine: from the tensors of a request to kernel memory, through the cell, and back. */
import { isNone, skipNumbers, type Floats, type Kernels } from '@dsrnn/kernels';
import { readOf } from '../../gating/gating.ts';
import { masksLast } from '../../gating/masks/lasting-masks.ts';
import type { MaskBlock } from '../../gating/masks/mask-source.ts';
import { routerInputs } from '../../gating/routers/router-input.ts';
import type { Routing } from '../../gating/routers/routing.ts';
import { tf } from '../../tensor/tf.ts';
import type { ReadoutKind, Recurrence, UnrollRequest } from '../recurrence.ts';
import { AheadFeed, type PassShape } from './ahead-feed.ts';
import type { Blocks, FusedCell, FusedGating, FusedPass } from './fused-cell.ts';
import type { FeedBackward, MaskFeed } from './mask-feed.ts';
import { fusedCellOf } from './registry.ts';
import { RoutedAheadFeed } from './routed-ahead-feed.ts';
import { RoutedFeed } from './routed-feed.ts';
import { canRoute, type RouterKernel } from './router-kernel.ts';

/** The router that the kernels are to run, or null if masks come from elsewhere. */
export function routingOf(gating: Recurrence['gating']): Routing | null {
  if (gating.kind !== 'masked') return null;
  const { declared } = gating.masks;
  const routing = declared?.kind === 'routed' ? declared : declared?.routing;
  return routing !== undefined && canRoute(routing) ? routing : null;
}

/** One pass: holds its tape from the forward to the backward half. */
export class Pass {
  readonly #request: UnrollRequest;
  readonly #shape: PassShape;
  readonly #names: readonly string[];
  readonly #tensors: readonly tf.Tensor[];
  readonly #gating: FusedGating;
  readonly #pass: FusedPass<string>;
  #open: boolean;

  constructor(
    xs: tf.Tensor3D,
    request: UnrollRequest,
    kernels: Kernels,
    names: readonly string[],
    tensors: readonly tf.Tensor[],
    block: MaskBlock | null,
  ) {
    const [batch, time, features] = xs.shape;
    const { cell, settings, differentiate = true } = request;
    this.#request = request;
    this.#names = names;
    this.#tensors = tensors;
    this.#open = differentiate;
    const tape = kernels.workspace();
    this.#shape = { kernels, tape, batch, time, features, units: settings.units };
    const parameters = Object.fromEntries(
      names.map((name, i) => {
        const tensor = tensors[i] as tf.Tensor;
        const pointer = tape.take(tensor.size);
        kernels.write(pointer, tensor.dataSync<'float32'>());
        return [name, pointer];
      }),
    );
    const x = tape.take(xs.size);
    const batchMajor = kernels.arena.take(xs.size);
    kernels.write(batchMajor, xs.dataSync<'float32'>());
    kernels.run.swapAxes(batch, time, features, batchMajor, x);
    kernels.arena.give(batchMajor);
    this.#gating = this.#gatingOf(block, xs, x, parameters, differentiate);
    this.#pass = (fusedCellOf(cell) as FusedCell).run({
      ...this.#shape,
      settings,
      x,
      parameters,
      gating: this.#gating,
      differentiate,
    });
    this.#report();
  }

  /** Mean of the router's budget and balance terms, or null. */
  get penalty(): number | null {
    return this.#router?.penalty() ?? null;
  }

  /** The readout. Closes the tape if no gradient will be asked for. */
  output(): tf.Tensor {
    const { kernels, tape, batch, time, units } = this.#shape;
    const { outputs } = this.#pass;
    const step = batch * units;
    const read = (): tf.Tensor => {
      switch (this.#request.readout) {
        case 'last':
          return tf.tensor2d(kernels.read(skipNumbers(outputs, (time - 1) * step), step), [batch, units]);
        case 'mean': {
          const mean = kernels.arena.take(step);
          kernels.run.sumRows(time, step, outputs, step, mean, false);
          kernels.run.scaleInto(step, mean, 1 / time, mean);
          const values = kernels.read(mean, step);
          kernels.arena.give(mean);
          return tf.tensor2d(values, [batch, units]);
        }
        case 'steps': {
          const rows = kernels.arena.take(time * step);
          kernels.run.swapAxes(time, batch, units, outputs, rows);
          const values = kernels.read(rows, time * step);
          kernels.arena.give(rows);
          return tf.tensor3d(values, [batch, time, units]);
        }
      }
    };
    const output = read();
    if (!this.#open) tape.close();
    return output;
  }

  /** Gradients of parameters and mask blocks, and the end of the tape. */
  gradients(dy: tf.Tensor, dPenalty: number): tf.Tensor[] {
    if (!this.#open) {
      throw new Error(
        'the fused engine keeps nothing for a gradient in evaluation, and for one gradient only in training',
      );
    }
    this.#open = false;
    const { kernels, tape } = this.#shape;
    const into = Object.fromEntries(
      this.#names.map((name, i) => [name, tape.take((this.#tensors[i] as tf.Tensor).size)]),
    );
    const feed = this.#gating.kind === 'masked' ? this.#gating.feed : null;
    this.#router?.weighPenalty(dPenalty);
    this.#pass.backward(this.#outputGradient(dy, this.#request.readout), into);
    const ofParameters = this.#names.map((name, i) => {
      const { size, shape } = this.#tensors[i] as tf.Tensor;
      return tf.tensor(kernels.read(into[name] as Floats, size), shape);
    });
    const ofBlocks = feed instanceof AheadFeed ? feed.blockGradients() : [];
    tape.close();
    return [...ofParameters, ...ofBlocks];
  }

  #gatingOf(
    block: MaskBlock | null,
    xs: tf.Tensor3D,
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
        const wanted = declared.kind === 'ahead' ? declared.gradient : declared.estimator.gradient;
        const gradient = differentiate ? wanted : 'none';
        const feed = this.#feedOf(block, xs, x, parameters, { differentiate, wanted: gradient !== 'none' });
        const lasting = masksLast(gating.masks.scope, wanted);
        const carry = gating.inactive === 'carry';
        return { kind: 'masked', feed, read: readOf(gating), carry, gradient, lasting };
      }
    }
  }

  /** Masks that are given, or those of a router that reads the state, or one that does not. */
  #feedOf(
    block: MaskBlock | null,
    xs: tf.Tensor3D,
    x: Floats,
    parameters: Blocks<string>,
    backward: FeedBackward,
  ): MaskFeed {
    const routing = routingOf(this.#request.gating);
    if (routing === null) return new AheadFeed(block as MaskBlock, this.#shape, backward.wanted);
    if (routing.input.input === 'xh') {
      return new RoutedFeed(routing, this.#shape, x, parameters, backward);
    }
    const { kernels, tape } = this.#shape;
    const inputs = routerInputs(routing.input, xs);
    const at = tape.take(inputs.size);
    kernels.write(at, inputs.dataSync<'float32'>());
    const read = { at, width: inputs.shape[1] };
    return new RoutedAheadFeed(routing, this.#shape, read, parameters, backward);
  }

  #outputGradient(
    dy: tf.Tensor,
    readout: ReadoutKind,
  ): { readonly kind: 'last' | 'each' | 'steps'; readonly at: Floats } {
    const { kernels, tape, batch, time, units } = this.#shape;
    const at = tape.take(dy.size);
    kernels.write(at, dy.dataSync<'float32'>());
    if (readout === 'last') return { kind: 'last', at };
    if (readout === 'mean') {
      kernels.run.scaleInto(dy.size, at, 1 / time, at);
      return { kind: 'each', at };
    }
    const steps = tape.take(dy.size);
    kernels.run.swapAxes(batch, time, units, at, steps);
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
