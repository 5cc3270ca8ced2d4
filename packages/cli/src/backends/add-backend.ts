/** Installs the packages of an optional backend and sees that it computes. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backendDefinition } from '@dsrnn/core';
import { optionalPackages, type OptionalPackages } from '@dsrnn/core/on-node';
import { buildTensorFlow } from './build-tensorflow.ts';
import type { BackendState } from './probe-messages.ts';
import { probeBackend } from './probe-backend.ts';
import { SetupError, npmCi, runStep } from './run-step.ts';
import { addSoftwareGpu, lendLoader } from './software-gpu.ts';

/** The backends that a plain install leaves out. */
export const optionalBackends = ['webgpu', 'node', 'node-gpu'] as const;
/** One of them. */
export type OptionalBackend = (typeof optionalBackends)[number];

/** Installs `name`, telling each step, and gives what it computes on. Throws SetupError where it does not. */
export async function addBackend(
  name: OptionalBackend,
  software: boolean,
  tell: (text: string) => void,
): Promise<BackendState & { readonly state: 'ok' }> {
  const packages = optionalPackages[name];
  if (name === 'node-gpu') await expectDriver();
  if (software) {
    tell('software GPU: installing');
    await addSoftwareGpu();
  }
  tell(`packages of ${name}: installing`);
  await npmCi(packages.folder);
  if (name === 'webgpu') lendLoader();
  else await addTensorFlow(name, packages, tell);
  packages.markInstalled();
  tell(`${name}: computing a product and a gradient`);
  const state = await probeBackend(name);
  if (state.state !== 'ok') throw new SetupError(name, state.problem, state.remedy);
  return state;
}

/** Its library is large: no driver, no download. */
async function expectDriver(): Promise<void> {
  const obstacle = await backendDefinition('node-gpu').obstacle();
  const packages = optionalPackages['node-gpu'].obstacle();
  if (obstacle !== null && obstacle.problem !== packages?.problem) {
    throw new SetupError('node-gpu', obstacle.problem, obstacle.remedy);
  }
}

/** Brings TensorFlow's C library and the module that binds it: as the package does itself, or built here. */
async function addTensorFlow(
  name: 'node' | 'node-gpu',
  { folder, command }: OptionalPackages,
  tell: (text: string) => void,
): Promise<void> {
  const scope = join(folder, 'node_modules', '@tensorflow');
  const own = join(scope, `tfjs-${name}`);
  // They bring a copy of tfjs; without it they find ours, and register with it.
  for (const entry of readdirSync(scope)) {
    if (entry !== `tfjs-${name}`) rmSync(join(scope, entry), { recursive: true });
  }
  tell('TensorFlow: downloading');
  try {
    await runStep('TensorFlow', 'npm', ['rebuild', '--prefix', folder, `@tensorflow/tfjs-${name}`], {
      cwd: folder,
      remedy: `see that the server it is downloaded from can be reached, and run \`${command}\` again`,
    });
    if (!existsSync(join(own, 'lib'))) {
      throw new SetupError('TensorFlow', 'its download left nothing', `run \`${command}\` again`);
    }
    tell('TensorFlow: downloaded');
  } catch (error) {
    if (name !== 'node' || !(error instanceof SetupError)) throw error;
    tell('TensorFlow: the download failed; building it from the Python package tensorflow-cpu');
    await buildTensorFlow(folder);
    tell('TensorFlow: built');
  }
}
