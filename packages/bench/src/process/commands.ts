/** Command lines of the processes that measure. */
import { fileURLToPath } from 'node:url';
import { sourceOptions, type NodeCommand } from '@dsrnn/experiment';

/** Command of a TypeScript module of this package, run as it is by a Node. */
export function moduleCommand(node: NodeCommand, url: URL, ...args: readonly string[]): string[] {
  return [node.file, ...sourceOptions(node), fileURLToPath(url), ...args];
}

/** Command of the process that measures our own cases. */
export function ourCommand(node: NodeCommand): string[] {
  return moduleCommand(node, new URL('./our-worker.ts', import.meta.url));
}
