/** Real processes, real training, and a kill in the middle of it. */
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { finished, RUNS, smokeWorkspace, start } from './smoke-workspace.ts';

let straight: string;

beforeAll(async () => {
  straight = smokeWorkspace();
  await finished(start(straight, 'run', 'smoke'));
}, 240_000);

test('a second sweep computes nothing; after deleting one result exactly that run is computed', async () => {
  expect(await finished(start(straight, 'run', 'smoke'))).toContain(
    `0 computed, ${String(RUNS)} stored before`,
  );
  const before = grid(straight);
  const key = readdirSync(join(straight, 'runs')).sort()[3]!;
  rmSync(join(straight, 'runs', key, 'result.json'));
  expect(await finished(start(straight, 'run', 'smoke'))).toContain(
    `1 computed, ${String(RUNS - 1)} stored before`,
  );
  expect(grid(straight)).toBe(before);
}, 120_000);

test('after kill -9 in the middle only what was in flight is repeated, and the bits are the same', async () => {
  const folder = smokeWorkspace();
  const victim = start(folder, 'run', 'smoke', '--workers', '2');
  await new Promise<void>((resolve) => {
    let seen = '';
    victim.stderr?.on('data', (text: Buffer) => {
      seen += text.toString();
      if (seen.split('completed').length > 2) resolve();
    });
  });
  victim.kill('SIGKILL');
  await new Promise((resolve) => victim.once('close', resolve));
  const kept = readdirSync(join(folder, 'runs')).filter((key) =>
    existsSync(join(folder, 'runs', key, 'result.json')),
  ).length;
  expect(kept).toBeGreaterThanOrEqual(2);
  expect(kept).toBeLessThan(RUNS);
  const [, computed] = /(\d+) computed/.exec(await finished(start(folder, 'run', 'smoke'))) ?? [];
  // A worker that lost its parent may still have finished what it was at.
  expect(Number(computed)).toBeLessThanOrEqual(RUNS - kept);
  expect(Number(computed)).toBeGreaterThanOrEqual(RUNS - kept - 2);
  expect(grid(folder)).toBe(grid(straight));
}, 240_000);

/** Keys and digests of all runs: equal text, equal bits. */
function grid(folder: string): string {
  return readFileSync(join(folder, 'build/smoke/quick/grid.json'), 'utf8');
}
