/** What a backend is to the rest of the program: where its tensors live, what it needs, how it starts. */
import type { BackendError } from '../errors.ts';
import type { EngineName } from './engine.ts';

/** Why a backend cannot start on this machine, and what to do about it. */
export interface Obstacle {
  readonly problem: string;
  readonly remedy: string;
}

/** What a backend does: what may take its packages. */
export interface BackendWork {
  /** What keeps the backend from starting here, as far as can be seen without starting it. Never rejects. */
  readonly obstacle: () => Promise<Obstacle | null>;
  /** Makes it the active backend of tfjs. Throws BackendError with the problem and the next step. */
  readonly start: () => Promise<void>;
  /** What it computes on. To be called once it has started. */
  readonly describe: () => Promise<DeviceFacts>;
}

/** The same where tensors are on a device. */
export interface DeviceWork extends BackendWork {
  /** The first error of the device since it started: lost, out of memory, an operation refused. */
  readonly fault: () => BackendError | null;
}

/** What a started backend computes on. */
export interface DeviceFacts {
  /** Name of the processor or GPU. */
  readonly device: string;
  /** Driver with its version, where there is one. */
  readonly driver: string | null;
  /** True where a processor plays the GPU: right numbers, no speed. */
  readonly emulated: boolean;
  /** Memory of the device, where it can be asked for. */
  readonly memoryBytes: number | null;
  /** The largest tensor that the device holds, where it says so. */
  readonly largestTensorBytes: number | null;
  /** Versions of the packages that compute. */
  readonly packages: Readonly<Record<string, string>>;
}

interface CommonDefinition<Name extends string> extends BackendWork {
  readonly name: Name;
  /** Raised by hand whenever the same operations give other numbers, as with another version of its packages. */
  readonly version: number;
  /** A sentence for lists. */
  readonly title: string;
  /** The name by which tfjs knows it. */
  readonly tfjsName: string;
  /** The engine that it runs unless told otherwise: our kernels where tensors are their memory anyway. */
  readonly defaultEngine: EngineName;
  /** Whether it takes packages that a plain install leaves out. */
  readonly optional: boolean;
}

/** Tensors are host memory: reading one is a copy. */
export interface HostBackend<Name extends string = string> extends CommonDefinition<Name> {
  readonly memory: 'host';
}

/** Tensors are on a device: reading one waits for it, and errors arrive later than what caused them. */
export interface DeviceBackend<Name extends string = string> extends CommonDefinition<Name>, DeviceWork {
  readonly memory: 'device';
}

/** A backend. */
export type BackendDefinition<Name extends string = string> = HostBackend<Name> | DeviceBackend<Name>;
