/** A copy of the workspace that may be changed. */
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

const copied = ['package.json', 'nx.json', 'tsconfig.base.json', 'configs', 'experiments', 'packages'];

/** Copies the sources and links the installed packages; those of the workspace itself must be the copied ones. */
export function copyWorkspace(root: string, copy: string): void {
  for (const name of copied) {
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => basename(path) !== 'node_modules',
    });
  }
  const installed = join(root, 'node_modules');
  const linked = join(copy, 'node_modules');
  mkdirSync(join(linked, '@dsrnn'), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name !== '@dsrnn' && !name.startsWith('.')) symlinkSync(join(installed, name), join(linked, name));
  }
  for (const name of readdirSync(join(root, 'packages'))) {
    symlinkSync(join(copy, 'packages', name), join(linked, '@dsrnn', name));
    const nested = join(root, 'packages', name, 'node_modules');
    if (existsSync(nested)) symlinkSync(nested, join(copy, 'packages', name, 'node_modules'));
  }
}
