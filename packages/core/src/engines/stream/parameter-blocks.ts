/** Parameters of a model on their way into kernel memory. */
import type { Floats, Kernels, Workspace } from '@dsrnn/kernels';
import { parameter, type Parameters } from '../../tensor/parameters.ts';

/** Copies parameters by name: for good, or until whoever packs them is done. */
export class ParameterBlocks {
  readonly #kernels: Kernels;
  readonly #parameters: Parameters;
  readonly #memory: Workspace;
  readonly #borrowed: Workspace;

  /** `memory` holds what is kept. */
  constructor(kernels: Kernels, parameters: Parameters, memory: Workspace) {
    this.#kernels = kernels;
    this.#parameters = parameters;
    this.#memory = memory;
    this.#borrowed = kernels.workspace();
  }

  /** A copy that lives as long as the stream. */
  keep(name: string): Floats {
    return this.#copy(name, this.#memory);
  }

  /** A copy that lives until `close`. */
  borrow(name: string): Floats {
    return this.#copy(name, this.#borrowed);
  }

  /** Ends the life of what was borrowed. */
  close(): void {
    this.#borrowed.close();
  }

  #copy(name: string, into: Workspace): Floats {
    const tensor = parameter(this.#parameters, name);
    const pointer = into.take(tensor.size);
    this.#kernels.write(pointer, tensor.dataSync<'float32'>());
    return pointer;
  }
}
