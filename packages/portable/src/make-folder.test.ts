import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { makeFolder } from './make-folder.ts';

const root = temporaryFolder();

test('makes a folder with all above it, and is content with one that exists', () => {
  makeFolder(join(root, 'a/b/c'));
  makeFolder(join(root, 'a/b/c'));
  expect(statSync(join(root, 'a/b/c')).isDirectory()).toBe(true);
});

test('throws below a file', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file/x'))).toThrow(/ENOTDIR/);
});

test.runIf(existsSync('/proc'))('throws where the system refuses, instead of trying for ever', () => {
  expect(() => makeFolder('/proc/dsrnn/runs')).toThrow();
});
