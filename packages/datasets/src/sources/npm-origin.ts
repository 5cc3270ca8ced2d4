import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Origin, SourceFile } from './source.ts';

const require = createRequire(import.meta.url);

/**
 * Data inside an installed npm package. The package is located, never imported: its code does not run.
 * `read` makes a file of the source out of the package's folder.
 */
export function npmOrigin(
  packageName: string,
  read: (folder: string, file: SourceFile) => Promise<Uint8Array>,
): Origin {
  const folder = (): string | undefined => {
    try {
      return dirname(require.resolve(`${packageName}/package.json`));
    } catch {
      return undefined; // not installed
    }
  };
  return {
    kind: 'npm',
    locate: async () => folder(),
    read: async (file) => read(folder() ?? packageName, file),
  };
}
