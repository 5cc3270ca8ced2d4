/** Adam and the clipping before it on the kernels, see adam.ts for the update. Moments stay in kernel memory. */
import { tf, type Floats, type Gradients, type Kernels, type Parameters, type Workspace } from '@dsrnn/core';
import { BETA1, BETA2, EPSILON } from './adam-constants.ts';
import type { Optimiser } from './optimiser.ts';

/** Memory of one parameter: its moments, its value and its gradient. */
interface Slot {
  readonly variable: tf.Variable;
  readonly first: Floats;
  readonly second: Floats;
  readonly value: Floats;
  readonly gradient: Floats;
}

/** An optimiser for one run. Owns its moments until `dispose`. */
export class KernelAdam implements Optimiser {
  readonly #kernels: Kernels;
  readonly #memory: Workspace;
  readonly #rateScale: Readonly<Record<string, number>>;
  readonly #slots: ReadonlyMap<string, Slot>;
  #power1 = 1;
  #power2 = 1;

  constructor(kernels: Kernels, parameters: Parameters, rateScale: Readonly<Record<string, number>>) {
    this.#kernels = kernels;
    this.#rateScale = rateScale;
    const memory = kernels.workspace();
    this.#memory = memory;
    this.#slots = new Map(
      Object.entries(parameters).map(([name, variable]) => {
        const { size } = variable;
        const slot = {
          variable,
          first: memory.take(size),
          second: memory.take(size),
          value: memory.take(size),
          gradient: memory.take(size),
        };
        kernels.clear(slot.first, size);
        kernels.clear(slot.second, size);
        return [name, slot];
      }),
    );
  }

  apply(gradients: Gradients, rate: number, clipNorm: number): number {
    const kernels = this.#kernels;
    this.#power1 *= BETA1;
    this.#power2 *= BETA2;
    const correction2 = Math.sqrt(1 - this.#power2);
    const stepSize = (rate * correction2) / (1 - this.#power1);
    let squares = 0;
    const updates = Object.entries(gradients).map(([name, gradient]) => {
      const slot = this.#slot(name);
      kernels.write(slot.gradient, gradient.dataSync<'float32'>());
      squares += kernels.run.sumOfSquares(gradient.size, slot.gradient);
      return [name, slot] as const;
    });
    const norm = Math.sqrt(squares);
    if (!Number.isFinite(norm)) return NaN;
    let finite = true;
    const scale = norm > clipNorm ? clipNorm / norm : 1;
    for (const [name, { variable, first, second, value, gradient }] of updates) {
      const { size, shape } = variable;
      kernels.write(value, variable.dataSync<'float32'>());
      const step = stepSize * (this.#rateScale[name] ?? 1);
      kernels.run.adamStep(
        size,
        value,
        gradient,
        first,
        second,
        BETA1,
        BETA2,
        step,
        EPSILON * correction2,
        scale,
      );
      finite &&= kernels.run.allFinite(size, value) === 1;
      tf.tidy(() => variable.assign(tf.tensor(kernels.read(value, size), shape)));
    }
    return finite ? 0 : NaN;
  }

  maskMoments(name: string, mask: tf.Tensor): void {
    const { first, second, gradient } = this.#slot(name);
    this.#kernels.write(gradient, mask.dataSync<'float32'>());
    for (const moment of [first, second]) this.#kernels.run.mulInto(mask.size, gradient, moment);
  }

  dispose(): void {
    this.#memory.close();
  }

  #slot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`gradient for unknown parameter "${name}"`);
    return slot;
  }
}
