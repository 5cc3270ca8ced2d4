import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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
  // By the file system: `require.resolve` refuses the package.json of a package whose `exports` leave it out.
  const folder = (): string | undefined =>
    (require.resolve.paths(packageName) ?? [])
      .map((modules) => join(modules, packageName))
      .find((candidate) => existsSync(join(candidate, 'package.json')));
  return {
    kind: 'npm',
    locate: async () => folder(),
    read: async (file) => read(folder() ?? packageName, file),
  };
}
