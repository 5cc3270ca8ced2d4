/**
 * Variables that live in kernel memory while they are trained.
 *
 * Kernels read and change their numbers there. TensorFlow.js finds the numbers of a tensor by its `dataId`, and that of a
 * resident variable is a getter: if the kernels changed the numbers, it gives that of a fresh copy. So whoever looks at
 * the variable, in whatever way, sees what stands in kernel memory, and a step at which nobody looks copies nothing. The
 * other way round, what is assigned to the variable is copied to kernel memory when its place is next asked for.
 */
import type { Floats, Kernels } from '@dsrnn/kernels';
import { tf } from '../tensor/tf.ts';

/** Variables that somebody holds in kernel memory. Others may hold some of them, too: they stay until the last lets go. */
export interface Residence {
  /** Where the numbers of a variable lie, those last assigned to it included. Throws if it is not held here. */
  at(variable: tf.Variable): Floats;
  /** Call after the numbers in kernel memory were changed. */
  changed(variable: tf.Variable): void;
  /** Lets go of all. A variable that nobody holds any more has its numbers in a tensor again. */
  leave(): void;
}

/** By variable; those of `home`, for whoever takes all memory back. */
const residents = new WeakMap<tf.Tensor, Resident>();
const present = new Set<Resident>();

/** Moves variables of float32 numbers into kernel memory. The caller lets go of them by `leave`. */
export function reside(kernels: Kernels, variables: readonly tf.Variable[]): Residence {
  const held = new Map(variables.map((variable) => [variable, residentOf(kernels, variable)]));
  for (const resident of held.values()) resident.holders += 1;
  const of = (variable: tf.Variable): Resident => {
    const resident = held.get(variable);
    if (resident === undefined || residents.get(variable) !== resident) {
      throw new Error(
        `variable ${variable.name} is not in kernel memory; it leaves it when an engine is chosen: choose it before training`,
      );
    }
    return resident;
  };
  return {
    at: (variable) => of(variable).at(),
    changed: (variable) => of(variable).changed(),
    leave: () => {
      for (const resident of held.values()) {
        resident.holders -= 1;
        if (resident.holders === 0) resident.leave();
      }
      held.clear();
    },
  };
}

/** Where the numbers of a tensor lie in the memory of these kernels; null unless it is a resident variable. */
export function residentAt(kernels: Kernels, tensor: tf.Tensor): Floats | null {
  const resident = residents.get(tensor);
  return resident?.kernels === kernels ? resident.at() : null;
}

/** Makes all variables in the memory of these kernels ordinary ones, before that memory is taken back. */
export function bringHome(kernels: Kernels): void {
  for (const resident of present) if (resident.kernels === kernels) resident.leave();
}

function residentOf(kernels: Kernels, variable: tf.Variable): Resident {
  const found = residents.get(variable);
  if (found?.kernels === kernels) return found;
  found?.leave();
  return new Resident(kernels, variable);
}

/** One variable, and who has its latest numbers. */
class Resident {
  readonly kernels: Kernels;
  holders = 0;
  readonly #variable: tf.Variable;
  readonly #place: Floats;
  #dataId: object;
  #latest: 'both' | 'kernels' | 'tensor' = 'tensor';

  constructor(kernels: Kernels, variable: tf.Variable) {
    this.kernels = kernels;
    this.#variable = variable;
    this.#dataId = variable.dataId;
    this.#place = kernels.arena.take(variable.size);
    Object.defineProperty(variable, 'dataId', {
      ...{ configurable: true, enumerable: true },
      get: () => {
        this.#publish();
        return this.#dataId;
      },
      set: (dataId: object) => {
        this.#dataId = dataId;
        this.#latest = 'tensor';
      },
    });
    residents.set(variable, this);
    present.add(this);
  }

  at(): Floats {
    if (this.#latest === 'tensor') {
      this.kernels.write(this.#place, this.#variable.dataSync<'float32'>());
      this.#latest = 'both';
    }
    return this.#place;
  }

  changed(): void {
    this.#latest = 'kernels';
  }

  leave(): void {
    if (!present.delete(this)) return;
    if (!this.#variable.isDisposed) this.#publish();
    Object.defineProperty(this.#variable, 'dataId', {
      ...{ configurable: true, enumerable: true, writable: true },
      value: this.#dataId,
    });
    residents.delete(this.#variable);
    this.kernels.arena.give(this.#place);
  }

  /** Never in place: others may hold the numbers of before, which share a tensor's memory with the variable. */
  #publish(): void {
    if (this.#latest !== 'kernels') return;
    // Before the copy is assigned, for that looks at the variable, too.
    this.#latest = 'both';
    const { shape, size } = this.#variable;
    const fresh = tf.tensor(this.kernels.read(this.#place, size), shape);
    this.#variable.assign(fresh);
    this.#latest = 'both';
    fresh.dispose();
  }
}
