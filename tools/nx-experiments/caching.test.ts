/** What Nx makes of the plugin: a workspace with a program in place of dsrnn that draws whatever stands in times.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { toyNx } from '../toy-nx.ts';

const built = 'build/toy/quick';

/** `run` leaves the digests of the grid, `table` draws the times, and notes that it was asked to. */
const program = `import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('${built}', { recursive: true });
if (process.argv[2] === 'run') writeFileSync('${built}/grid.json', '{}');
if (process.argv[2] === 'table') {
  copyFileSync('${built}/times.json', '${built}/table-times.md');
  appendFileSync('runs/asked', 'x');
}
`;

const toy = toyNx({
  'packages/cli/package.json': JSON.stringify({ name: '@dsrnn/cli', version: '0.0.0' }),
  'packages/cli/bin/dsrnn.mjs': program,
  'experiments/toy/experiment.yaml': 'id: toy\n',
  'configs/train.yaml': '',
});
afterAll(() => toy.remove());

/** The table that Nx leaves for these times. */
function tableOf(times: string): string {
  toy.write(`${built}/times.json`, times);
  const { code, out } = toy.nx(['run', 'toy:table'], { DSRNN_PROFILE: 'quick' });
  expect(code, out).toBe(0);
  return readFileSync(join(toy.root, built, 'table-times.md'), 'utf8');
}

test('other times are drawn, and the same times are not drawn again', () => {
  expect(tableOf('first')).toBe('first');
  expect(tableOf('second')).toBe('second');
  expect(tableOf('first')).toBe('first');
  // Three tables, two of them drawn: the third came out of the cache.
  expect(readFileSync(join(toy.root, 'runs/asked'), 'utf8')).toBe('xx');
});
