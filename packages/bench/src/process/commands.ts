/** Command lines of the processes that measure. */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { NodeCommand } from '@dsrnn/experiment';

/** Command of a TypeScript module of this package, run as it is by a Node. */
export function moduleCommand(node: NodeCommand, url: URL, ...args: readonly string[]): string[] {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return [node.file, ...node.flags, '--import', loader, fileURLToPath(url), ...args];
}

/** Command of the process that measures our own cases. */
export function ourCommand(node: NodeCommand): string[] {
  return moduleCommand(node, new URL('./our-worker.ts', import.meta.url));
}
