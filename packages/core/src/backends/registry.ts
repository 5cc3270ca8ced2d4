/** Every backend that the program has. */
import { z } from 'zod';
import type { BackendDefinition } from './backend-definition.ts';
import { cpu } from './cpu.ts';
import { nodeGpu } from './node-gpu.ts';
import { node } from './node.ts';
import { wasm } from './wasm.ts';
import { webgpu } from './webgpu.ts';

/** The default first, then as lists show them. */
const definitions = [wasm, cpu, webgpu, node, nodeGpu] as const;

/** The names of the backends. */
export const backendName = z.enum(definitions.map(({ name }) => name) as [BackendName, ...BackendName[]]);
/** A backend by name. */
export type BackendName = (typeof definitions)[number]['name'];

/** All backends, the default first. */
export const backendDefinitions: readonly BackendDefinition<BackendName>[] = definitions;

/** The definition of a backend. */
export function backendDefinition(name: BackendName): BackendDefinition<BackendName> {
  return definitions.find((definition) => definition.name === name)!;
}
