import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@dsrnn/portable/testing';

/**
 * Access to an empty cache, and to a Debian root that has these files (name to content) in `folder` and nothing else.
 * Both are removed when the current test ends.
 */
export async function installFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<{ readonly cacheDir: string; readonly debianRoot: string }> {
  const root = temporaryFolder();
  const place = join(root, folder);
  await mkdir(place, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(place, name), content);
  return { cacheDir: join(root, 'cache'), debianRoot: root };
}
