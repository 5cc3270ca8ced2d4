import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const ofFile = temporaryFolder();
const ofTests: string[] = [];
let ofDescribe = '';

describe('a temporary folder', () => {
  const own = temporaryFolder();
  ofDescribe = own;

  beforeEach(() => {
    ofTests.push(temporaryFolder());
  });

  it('is there for the test that asks for it, with what the test writes', () => {
    ofTests.push(temporaryFolder());
    for (const folder of [ofFile, own, ...ofTests]) {
      writeFileSync(join(folder, 'file'), '');
      expect(existsSync(join(folder, 'file'))).toBe(true);
    }
  });

  it('is gone after that test; those of the file and of a describe stay', () => {
    expect(ofTests.slice(0, 2).map((folder) => existsSync(folder))).toEqual([false, false]);
    expect([ofFile, own].map((folder) => existsSync(folder))).toEqual([true, true]);
  });
});

it('is gone after the describe that asks for it', () => {
  expect(existsSync(ofDescribe)).toBe(false);
  expect(existsSync(ofFile)).toBe(true);
});
