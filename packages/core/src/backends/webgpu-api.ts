/** The part of WebGPU that we use, as the optional packages offer it. Their types are not there on a plain install. */

/** A buffer in device memory. */
export interface GpuBuffer {
  readonly size: number;
  destroy(): void;
}

/** An error that no caller was waiting for. */
export interface UncapturedError {
  readonly error: { readonly constructor: { readonly name: string }; readonly message: string };
  preventDefault(): void;
}

export interface GpuDevice {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  createBuffer(descriptor: { readonly size: number }): GpuBuffer;
  addEventListener(type: 'uncapturederror', listener: (event: UncapturedError) => void): void;
  destroy(): void;
}

/** Limits that are raised above WebGPU's defaults to what the adapter has: those that tfjs raises, and the last. */
export const raisedLimits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
  'maxStorageBuffersPerShaderStage',
] as const;

export interface GpuAdapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter: boolean;
  };
  readonly features: ReadonlySet<string>;
  readonly limits: Readonly<Record<(typeof raisedLimits)[number], number>>;
  requestDevice(descriptor: {
    readonly requiredFeatures: readonly string[];
    readonly requiredLimits: Readonly<Record<string, number>>;
  }): Promise<GpuDevice>;
}

export interface Gpu {
  requestAdapter(options: { readonly powerPreference: 'high-performance' }): Promise<GpuAdapter | null>;
}

/** The package `webgpu`. */
export interface Dawn {
  create(flags: readonly string[]): Gpu;
  readonly globals: Readonly<Record<string, unknown>>;
}
