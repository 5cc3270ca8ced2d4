/** Command lines of the processes that measure. */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Command of a TypeScript module of this package, run as it is. */
export function moduleCommand(url: URL, ...args: readonly string[]): string[] {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return [process.execPath, '--import', loader, fileURLToPath(url), ...args];
}

/** Command of the process that measures our own cases. */
export function ourCommand(): string[] {
  return moduleCommand(new URL('./our-worker.ts', import.meta.url));
}
