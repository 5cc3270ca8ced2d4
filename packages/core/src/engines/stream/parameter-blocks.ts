/** Parameters of a model on their way into kernel memory. */
import type { Floats, Kernels, Workspace } from '@dsrnn/kernels';
import type { tf } from '../../tensor/tf.ts';

/** Copies parameters of the names `Name`: for good, or until whoever packs them is done. */
export class ParameterBlocks<Name extends string> {
  readonly #kernels: Kernels;
  readonly #parameters: Readonly<Record<Name, tf.Tensor>>;
  readonly #memory: Workspace;
  readonly #borrowed: Workspace;

  /** `memory` holds what is kept. */
  constructor(kernels: Kernels, parameters: Readonly<Record<Name, tf.Tensor>>, memory: Workspace) {
    this.#kernels = kernels;
    this.#parameters = parameters;
    this.#memory = memory;
    this.#borrowed = kernels.workspace();
  }

  /** A copy that lives as long as the stream. */
  keep(name: Name): Floats {
    return this.#copy(name, this.#memory);
  }

  /** A copy that lives until `close`. */
  borrow(name: Name): Floats {
    return this.#copy(name, this.#borrowed);
  }

  /** Ends the life of what was borrowed. */
  close(): void {
    this.#borrowed.close();
  }

  #copy(name: Name, into: Workspace): Floats {
    const tensor = this.#parameters[name];
    const pointer = into.take(tensor.size);
    this.#kernels.write(pointer, tensor.dataSync<'float32'>());
    return pointer;
  }
}
