/** A checkout has the bytes of the repository, also where Git is told to write Windows line ends. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = temporaryFolder();

function git(cwd: string, ...words: string[]): string {
  return execFileSync('git', ['-c', 'core.safecrlf=false', ...words], {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

/** Some files of every kind that the repository holds. */
function samples(): string[] {
  const tracked = git(root, 'ls-files', '-z').split('\0');
  const byKind = new Map<string, string[]>();
  for (const file of tracked.filter((name) => existsSync(join(root, name)) && name !== '')) {
    byKind.set(extname(file), [...(byKind.get(extname(file)) ?? []), file]);
  }
  return ['.gitattributes', ...[...byKind.values()].flatMap((files) => files.slice(0, 3))];
}

test.skipIf(!existsSync(join(root, '.git')))(
  'a checkout with core.autocrlf=true has every kind of file as it was committed',
  () => {
    const files = [...new Set(samples())];
    const from = join(folder, 'from');
    for (const file of files) {
      mkdirSync(dirname(join(from, file)), { recursive: true });
      copyFileSync(join(root, file), join(from, file));
    }
    git(from, 'init', '--quiet');
    git(from, '-c', 'core.autocrlf=false', 'add', '--all', '--force');
    git(
      from,
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@example.org',
      'commit',
      '--quiet',
      '-m',
      'files',
    );
    git(folder, '-c', 'core.autocrlf=true', 'clone', '--quiet', '-c', 'core.autocrlf=true', from, 'to');
    const bytes = (at: string, file: string): string => readFileSync(join(folder, at, file), 'latin1');
    expect(files.filter((file) => bytes('to', file) !== bytes('from', file))).toEqual([]);
    // What Git would make of the files if they were added again.
    expect(git(join(folder, 'to'), 'status', '--porcelain')).toBe('');
    expect(files.length).toBeGreaterThan(30);
  },
);
