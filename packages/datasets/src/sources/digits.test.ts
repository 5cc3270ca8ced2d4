import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { digitsSource, readDigits } from './digits.ts';
import { reportSource } from './read-source.ts';

/** Images of each digit in the package. */
const COUNTS = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978];

describe('the digits', () => {
  it('are the numbers of the package times 255, with the right labels', async () => {
    const images = await readDigits({ cacheDir: temporaryFolder() });
    const folder = dirname(createRequire(import.meta.url).resolve('mnist/package.json'));
    for (const [digit, which] of [
      [0, 0],
      [5, 862],
      [9, 400],
    ] as const) {
      const text = await readFile(join(folder, 'src/digits', `${digit}.json`), 'utf8');
      const { data } = z.object({ data: z.array(z.number()) }).parse(JSON.parse(text));
      const index = COUNTS.slice(0, digit).reduce((sum, count) => sum + count, 0) + which;
      const pixels = images.pixels.slice(index * 784, (index + 1) * 784);
      expect(images.labels[index]).toBe(digit);
      expect(Math.max(...pixels)).toBeGreaterThan(200);
      // Three decimals: every number lies within 0.0005 of its byte / 255.
      pixels.forEach((pixel, k) =>
        expect(Math.abs(data[which * 784 + k]! - pixel / 255)).toBeLessThan(5.1e-4),
      );
    }
  });

  it('have the known number of images a class', async () => {
    const { labels } = await readDigits({ cacheDir: temporaryFolder() });
    expect(COUNTS.map((_, digit) => labels.filter((label) => label === digit).length)).toEqual(COUNTS);
  });

  it('load well within 0.3 s once they are cached', async () => {
    const access = { cacheDir: temporaryFolder() };
    await readDigits(access);
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      await readDigits(access);
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(300);
  });

  it('can be loaded by several processes into one empty cache at once', async () => {
    const cacheDir = temporaryFolder();
    const script = fileURLToPath(new URL('../../test/load-digits.ts', import.meta.url));
    const load = () => promisify(execFile)(process.execPath, ['--import', 'tsx', script, cacheDir]);
    const outputs = await Promise.all([load(), load(), load()]);
    expect(outputs.map((output) => output.stdout.trim())).toEqual(['10000', '10000', '10000']);
    expect(await readdir(join(cacheDir, 'digits'))).toHaveLength(1);
    expect(await reportSource(digitsSource, { cacheDir })).toMatchObject([{ state: 'verified' }]);
  });
});
