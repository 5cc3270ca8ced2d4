import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { writeWhole } from './write-whole.ts';

it('makes the folder, writes text and bytes, replaces what was there, and leaves nothing else', () => {
  const file = join(temporaryFolder(), 'new', 'folder', 'data');
  writeWhole(file, 'text');
  expect(readFileSync(file, 'utf8')).toBe('text');
  writeWhole(file, Uint8Array.of(1, 2), true);
  expect([...readFileSync(file)]).toEqual([1, 2]);
  expect(readdirSync(join(file, '..'))).toEqual(['data']);
});

it('throws the error of the system, and then the old content stands and nothing is left', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'data', 'inside'), { recursive: true });
  expect(() => writeWhole(join(folder, 'data'), 'text')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(readdirSync(folder)).toEqual(['data']);
});
