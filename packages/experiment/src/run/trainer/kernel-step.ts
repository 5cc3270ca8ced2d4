/**
 * A plain training step that does not leave the kernels: parameters, gradients and moments stay in their memory, and
 * tensors see the parameters when somebody looks at them.
 */
import {
  kernelGradient,
  NONE,
  parameter,
  reside,
  type Kernels,
  type Mode,
  type Residence,
  type SequenceModel,
} from '@dsrnn/core';
import type { TaskShape } from '@dsrnn/datasets';
import type { ActivityMeter } from './activity-meter.ts';
import type { Batch } from './batches.ts';
import type { KernelAdam } from './kernel-adam.ts';
import { ownHeads, targetOf } from './objective.ts';

/** What a step is given besides the batch. */
export interface KernelStep {
  /** Counted over the whole run. */
  readonly step: number;
  readonly mode: Mode;
  readonly rate: number;
  readonly clipNorm: number;
  readonly meter: ActivityMeter | null;
}

/** Takes plain steps on one model. Holds its parameters in kernel memory until `dispose`. */
export class KernelSteps {
  readonly #kernels: Kernels;
  readonly #model: SequenceModel;
  readonly #shape: TaskShape;
  readonly #residence: Residence;

  constructor(kernels: Kernels, model: SequenceModel, shape: TaskShape) {
    this.#kernels = kernels;
    this.#model = model;
    this.#shape = shape;
    this.#residence = reside(kernels, Object.values(model.saved));
  }

  /**
   * The loss of the batch before the step; NaN too if a gradient, or a parameter after it, is not finite. Null, and nothing
   * has happened, where tensors must do the step. `adam`: of the trained parameters, in their order.
   */
  step(adam: KernelAdam, batch: Batch, { step, mode, rate, clipNorm, meter }: KernelStep): number | null {
    const { recurrent, parameters } = this.#model;
    const masks = recurrent.onGradients === undefined ? {} : (recurrent.gradientMasks?.(step) ?? null);
    if (masks === null) return null;
    const { time, features } = this.#shape;
    const written = kernelGradient(
      this.#kernels,
      this.#model,
      {
        inputs: batch.inputs,
        shape: [batch.count, time, features],
        target: targetOf(batch, this.#shape),
        own: ownHeads(batch, this.#shape),
      },
      mode,
      {
        value: (name) => this.#residence.at(parameter(parameters, name)),
        gradient: (name) => (adam.trains(name) ? adam.gradient(name) : NONE),
      },
      meter?.observe,
    );
    if (written === null) return null;
    meter?.add(batch.count);
    const { loss, reached } = written;
    if (!Number.isFinite(loss)) return loss;
    const changed = adam.names.filter((name) => reached.has(name));
    for (const name of changed) {
      const mask = masks[name];
      if (mask !== undefined)
        this.#kernels.run.mulInto(mask.size, this.#residence.at(mask), adam.gradient(name));
    }
    const finite = adam.applyWritten(changed, rate, clipNorm) === 0 && this.#restingFinite(new Set(changed));
    return finite ? loss : NaN;
  }

  dispose(): void {
    this.#residence.leave();
  }

  /** Whether the parameters that a step did not change are finite. */
  #restingFinite(changed: ReadonlySet<string>): boolean {
    const { run } = this.#kernels;
    return Object.entries(this.#model.parameters).every(
      ([name, variable]) =>
        changed.has(name) || run.allFinite(variable.size, this.#residence.at(variable)) === 1,
    );
  }
}
