/** What Nx makes of the plugin: a workspace with a program in place of dsrnn that draws whatever stands in times.json. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'dsrnn-nx-'));
const built = 'build/toy/quick';

/** `run` leaves the digests of the grid, `table` draws the times, and counts how often it was asked to. */
const program = `import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('${built}', { recursive: true });
if (process.argv[2] === 'run') writeFileSync('${built}/grid.json', '{}');
if (process.argv[2] === 'table') {
  copyFileSync('${built}/times.json', '${built}/table-times.md');
  appendFileSync('runs/drawn', 'x');
}
`;

const files = {
  'package.json': JSON.stringify({ name: 'toy', private: true, workspaces: ['packages/*'] }),
  'packages/cli/package.json': JSON.stringify({ name: '@dsrnn/cli', version: '0.0.0' }),
  'packages/cli/bin/dsrnn.mjs': program,
  'experiments/toy/experiment.yaml': 'id: toy\n',
  'configs/train.yaml': '',
  'tsconfig.json': '{}',
  'runs/drawn': '',
};

beforeAll(() => {
  for (const [name, text] of Object.entries(files)) write(name, text);
  for (const name of ['nx.json', '.gitignore', 'package-lock.json', 'tools/nx-experiments/plugin.mjs']) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    cpSync(join(repository, name), join(root, name));
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: root });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

/** The table that Nx leaves for these times. */
function tableOf(times: string): string {
  write(`${built}/times.json`, times);
  // Settings of an Nx that may have started these tests must not reach the one that is tested.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));
  execFileSync(process.execPath, [join(repository, 'node_modules/nx/dist/bin/nx.js'), 'run', 'toy:table'], {
    cwd: root,
    env: { ...env, NX_DAEMON: 'false', DSRNN_PROFILE: 'quick' },
    stdio: 'pipe',
  });
  return readFileSync(join(root, built, 'table-times.md'), 'utf8');
}

test('other times are drawn, and the same times are not drawn again', () => {
  expect(tableOf('first')).toBe('first');
  expect(tableOf('second')).toBe('second');
  expect(tableOf('first')).toBe('first');
  // Three tables, two of them drawn: the third came out of the cache.
  expect(readFileSync(join(root, 'runs/drawn'), 'utf8')).toBe('xx');
});
