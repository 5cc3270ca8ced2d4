/** Finds a GPU: a real one if the machine has a driver for one, else the software GPU if it is installed. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Dawn, Gpu, GpuAdapter } from '../webgpu-api.ts';
import { OptionalPackages } from './optional-packages.ts';

/** The packages of the backend. */
export const webgpuPackages = new OptionalPackages('webgpu', 'npx dsrnn backend add webgpu');

/** A Vulkan driver that computes on the processor, and the loader that finds drivers. */
export const softwareGpu = new OptionalPackages('software-gpu', 'npx dsrnn backend add webgpu --software');

/** The manifest by which the Vulkan loader finds the software GPU. */
export function softwareManifest(): string {
  return join(softwareGpu.folder, 'node_modules', '.driver', 'vk_swiftshader_icd.json');
}

/** A GPU, with the instance of Dawn that gave it. */
export interface FoundGpu {
  readonly gpu: Gpu;
  readonly adapter: GpuAdapter;
  readonly dawn: Dawn;
}

let found: FoundGpu | null = null;

/** The GPU of this process, the same at every call, or null if there is none. Throws where Dawn does not load. */
export async function findGpu(): Promise<FoundGpu | null> {
  found ??= await search();
  return found;
}

/** Looks anew at the next call. */
export function forgetGpu(): void {
  found = null;
}

/** How a user says which drivers to look at. */
const driverVariables = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'VK_ADD_DRIVER_FILES'];

async function search(): Promise<FoundGpu | null> {
  const dawn = await loadDawn();
  const chosen = driverVariables.some((name) => process.env[name] !== undefined);
  if (!chosen && softwareGpu.obstacle() === null) {
    // Beside the drivers of the machine; read when an instance of Dawn is made. Dawn orders adapters, real GPUs first.
    process.env['VK_ADD_DRIVER_FILES'] = softwareManifest();
  }
  const gpu = dawn.create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  return adapter === null ? null : { gpu, adapter, dawn };
}

async function loadDawn(): Promise<Dawn> {
  const entry = webgpuPackages.require.resolve('webgpu');
  return (await import(pathToFileURL(entry).href)) as Dawn;
}
