/** Masks that were decided before the first step, spread over time and batch. */
import {
  isNone,
  NONE,
  skipNumbers,
  type Floats,
  type Kernels,
  type None,
  type Workspace,
} from '@dsrnn/kernels';
import { ShapeError } from '../../errors.ts';
import type { MaskBlock } from '../../gating/masks/mask-source.ts';
import { tf } from '../../tensor/tf.ts';
import { NO_GRADIENTS, type MaskFeed, type MaskGradients } from './mask-feed.ts';

/** Sizes of a pass. */
export interface PassShape {
  readonly kernels: Kernels;
  readonly tape: Workspace;
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly units: number;
}

/** A feed from a block of masks. */
export class AheadFeed implements MaskFeed {
  readonly x: Floats | None;
  readonly h: Floats;
  readonly groups = null;
  readonly capacity: { readonly x: number; readonly h: number };
  readonly #shape: PassShape;
  readonly #block: MaskBlock;
  readonly #wanted: boolean;
  /** Gradients of all steps, once they are asked for. */
  #gradients: MaskGradients = NO_GRADIENTS;

  /** `wanted`: whether the masks need gradients. */
  constructor(block: MaskBlock, shape: PassShape, wanted: boolean) {
    this.#block = block;
    this.#shape = shape;
    this.#wanted = wanted;
    this.x = block.x === null ? NONE : this.#spread(block.x, shape.features);
    this.h = this.#spread(block.h, shape.units);
    this.capacity = {
      x: block.x === null ? shape.features : most(block.x, shape.features),
      h: most(block.h, shape.units),
    };
  }

  decide(): void {
    // Decided before the pass.
  }

  gradients(t: number): MaskGradients {
    if (!this.#wanted) return NO_GRADIENTS;
    const { tape, time, batch, features, units } = this.#shape;
    if (isNone(this.#gradients.h)) {
      this.#gradients = {
        x: this.#block.x === null ? NONE : tape.take(time * batch * features),
        h: tape.take(time * batch * units),
      };
    }
    const { x, h } = this.#gradients;
    return { x: skipNumbers(x, t * batch * features), h: skipNumbers(h, t * batch * units) };
  }

  backward(): void {
    // No state decided them.
  }

  finish(): void {
    // No parameters; see blockGradients.
  }

  /** Gradients of the block, `h` first, in its own shape. */
  blockGradients(): tf.Tensor3D[] {
    const { x, h } = this.#block;
    const { features, units } = this.#shape;
    return [
      this.#gathered(h, this.#gradients.h, units),
      ...(x === null ? [] : [this.#gathered(x, this.#gradients.x, features)]),
    ];
  }

  /** Copies a block to `[time, batch, channels]`, repeating what serves several steps or samples. */
  #spread(block: tf.Tensor3D, channels: number): Floats {
    const { kernels, tape, time, batch } = this.#shape;
    const [steps, rows, width] = block.shape;
    if ((steps !== 1 && steps !== time) || (rows !== 1 && rows !== batch) || width !== channels) {
      throw new ShapeError('masks', `[1 or ${time}, 1 or ${batch}, ${channels}]`, block.shape);
    }
    const pointer = tape.take(time * batch * channels);
    const values = block.dataSync<'float32'>();
    for (let t = 0; t < time; t++) {
      for (let b = 0; b < batch; b++) {
        const from = ((steps === 1 ? 0 : t) * rows + (rows === 1 ? 0 : b)) * channels;
        kernels.write(
          skipNumbers(pointer, (t * batch + b) * channels),
          values.subarray(from, from + channels),
        );
      }
    }
    return pointer;
  }

  /** Sums a gradient over the steps and samples that shared an entry. */
  #gathered(block: tf.Tensor3D, pointer: Floats | None, channels: number): tf.Tensor3D {
    if (isNone(pointer)) return tf.zerosLike(block);
    const { kernels, time, batch } = this.#shape;
    const [steps, rows] = block.shape;
    if (steps === time && rows === batch) {
      return tf.tensor3d(kernels.read(pointer, time * batch * channels), block.shape);
    }
    const sums = new Float32Array(block.size);
    const values = kernels.view(pointer, time * batch * channels);
    for (let t = 0; t < time; t++) {
      for (let b = 0; b < batch; b++) {
        const to = ((steps === 1 ? 0 : t) * rows + (rows === 1 ? 0 : b)) * channels;
        const from = (t * batch + b) * channels;
        for (let j = 0; j < channels; j++)
          sums[to + j] = (sums[to + j] as number) + (values[from + j] as number);
      }
    }
    return tf.tensor3d(sums, block.shape);
  }
}

/** Most nonzero entries of any row. */
function most(block: tf.Tensor3D, channels: number): number {
  const values = block.dataSync<'float32'>();
  let largest = 0;
  for (let from = 0; from < values.length; from += channels) {
    let count = 0;
    for (let j = from; j < from + channels; j++) if (values[j] !== 0) count += 1;
    largest = Math.max(largest, count);
  }
  return largest;
}
