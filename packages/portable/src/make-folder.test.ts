import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'dsrnn-folder-'));
afterAll(() => rmSync(root, { recursive: true }));

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
