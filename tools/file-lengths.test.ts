/** How long files of source are: one concept a file, so most are short and none is long. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../', import.meta.url);

/** Files that are tracked and there, with their numbers of lines. */
function lengths(): { readonly file: string; readonly lines: number }[] {
  return execFileSync('git', ['ls-files', 'packages', 'tools'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.(ts|mts|mjs)$/.test(file) && !/\.test\.ts$|\/test\/|\.generated\.ts$/.test(file))
    .map((file) => ({ file, url: new URL(file, root) }))
    .filter(({ url }) => existsSync(url))
    .map(({ file, url }) => ({ file, lines: readFileSync(url, 'utf8').split('\n').length - 1 }));
}

describe.skipIf(!existsSync(new URL('.git', root)))('sources that are not generated', () => {
  test('have at most 300 lines each', () => {
    expect(lengths().filter(({ lines }) => lines > 300)).toEqual([]);
  });

  test('have at most 80 lines in half of the cases', () => {
    const sorted = lengths()
      .map(({ lines }) => lines)
      .sort((a, b) => a - b);
    expect(sorted.length).toBeGreaterThan(500);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(80);
  });
});
