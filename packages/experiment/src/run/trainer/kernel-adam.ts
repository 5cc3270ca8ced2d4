/** Adam and the clipping before it on the kernels, see adam.ts for the update. All that it needs stays in kernel memory. */
import {
  reside,
  type Floats,
  type Gradients,
  type Kernels,
  type Parameters,
  type Residence,
  type tf,
  type Workspace,
} from '@dsrnn/core';
import { BETA1, BETA2, EPSILON } from './adam-constants.ts';
import type { Optimiser } from './optimiser.ts';

/** Memory of one parameter besides its value: its moments and its gradient. */
interface Slot {
  readonly variable: tf.Variable;
  readonly first: Floats;
  readonly second: Floats;
  readonly gradient: Floats;
}

/** An optimiser for one run. Owns its moments, and holds the parameters in kernel memory, until `dispose`. */
export class KernelAdam implements Optimiser {
  /** Its parameters, in their order. */
  readonly names: readonly string[];
  readonly #kernels: Kernels;
  readonly #residence: Residence;
  readonly #memory: Workspace;
  readonly #rateScale: Readonly<Record<string, number>>;
  readonly #slots: ReadonlyMap<string, Slot>;
  #power1 = 1;
  #power2 = 1;

  constructor(kernels: Kernels, parameters: Parameters, rateScale: Readonly<Record<string, number>>) {
    this.#kernels = kernels;
    this.#rateScale = rateScale;
    this.names = Object.keys(parameters);
    this.#residence = reside(kernels, Object.values(parameters));
    const memory = kernels.workspace();
    this.#memory = memory;
    this.#slots = new Map(
      Object.entries(parameters).map(([name, variable]) => {
        const { size } = variable;
        const [first, second, gradient] = [memory.take(size), memory.take(size), memory.take(size)];
        kernels.clear(first, size);
        kernels.clear(second, size);
        return [name, { variable, first, second, gradient }];
      }),
    );
  }

  /** Whether it has a parameter of this name. */
  trains(name: string): boolean {
    return this.#slots.has(name);
  }

  /** Where the gradient of a parameter belongs, for `applyWritten`. Throws if the name is not one of its parameters. */
  gradient(name: string): Floats {
    return this.#slot(name).gradient;
  }

  apply(gradients: Gradients, rate: number, clipNorm: number): number {
    for (const [name, gradient] of Object.entries(gradients)) {
      this.#kernels.write(this.#slot(name).gradient, gradient.dataSync<'float32'>());
    }
    return this.applyWritten(Object.keys(gradients), rate, clipNorm);
  }

  /** As `apply`, for the gradients of `names` that were written to their places; their squares are summed in that order. */
  applyWritten(names: readonly string[], rate: number, clipNorm: number): number {
    const { run } = this.#kernels;
    this.#power1 *= BETA1;
    this.#power2 *= BETA2;
    const correction2 = Math.sqrt(1 - this.#power2);
    const stepSize = (rate * correction2) / (1 - this.#power1);
    const epsilon = EPSILON * correction2;
    const slots = names.map((name) => this.#slot(name));
    const squares = slots.reduce(
      (sum, { variable, gradient }) => sum + run.sumOfSquares(variable.size, gradient),
      0,
    );
    const norm = Math.sqrt(squares);
    if (!Number.isFinite(norm)) return NaN;
    const scale = norm > clipNorm ? clipNorm / norm : 1;
    let finite = true;
    for (const [i, { variable, first, second, gradient }] of slots.entries()) {
      const { size } = variable;
      const value = this.#residence.at(variable);
      const step = stepSize * (this.#rateScale[names[i] as string] ?? 1);
      run.adamStep(size, value, gradient, first, second, BETA1, BETA2, step, epsilon, scale);
      this.#residence.changed(variable);
      finite &&= run.allFinite(size, value) === 1;
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
    this.#residence.leave();
  }

  #slot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`gradient for unknown parameter "${name}"`);
    return slot;
  }
}
