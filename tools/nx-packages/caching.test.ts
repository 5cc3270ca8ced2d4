/** What runs again after a change: packages of this workspace as toys, with a program in place of vitest. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'dsrnn-nx-'));

/** Notes what it was asked to run, and fails where a source says so. */
const program = `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync('runs/asked', process.argv.filter((word, i, all) => all[i - 1] === '--project').join('+') + '\\n');
const broken = readFileSync('packages/portable/src/index.ts', 'utf8').includes('broken');
console.log(broken ? 'the reason, whole' : '2 passed, 0 failed');
process.exitCode = broken ? 1 : 0;
`;

const manifest = (name: string, dependencies = {}): string =>
  JSON.stringify({ name: `@dsrnn/${name}`, version: '0.0.0', dependencies });

beforeAll(() => {
  const files = {
    'package.json': JSON.stringify({ name: 'toy', private: true, workspaces: ['packages/*'] }),
    'node_modules/vitest/vitest.mjs': program,
    'packages/portable/package.json': manifest('portable'),
    'packages/portable/src/index.ts': '',
    'packages/portable/src/index.test.ts': '',
    'packages/portable/test/toys.ts': '',
    'packages/analysis/package.json': manifest('analysis', { '@dsrnn/portable': '*' }),
    'packages/analysis/src/index.ts': '',
    'packages/core/optional/webgpu/package.json': '{}',
    'results/toy/claims.json': '{}',
    'docs/page.md': '',
    'tsconfig.json': '{}',
    'vitest.config.ts': '',
    'runs/asked': '',
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  for (const name of ['nx.json', '.gitignore', 'package-lock.json', 'tools']) {
    cpSync(join(repository, name), join(root, name), { recursive: true });
  }
  for (const name of ['nx', 'typescript']) {
    symlinkSync(join(repository, 'node_modules', name), join(root, 'node_modules', name));
  }
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

/** Runs the tests of the toys; `asked` are the projects that the program was called for. */
function run(settings: Readonly<Record<string, string>> = {}): {
  code: number | null;
  out: string;
  asked: string[];
} {
  write('runs/asked', '');
  // Settings of an Nx that may have started these tests must not reach the one that is tested.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
  const words = ['run-many', '-t', 'test', 'test-pages', '-p', '@dsrnn/portable', '@dsrnn/analysis'];
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/nx/dist/bin/nx.js'), ...words],
    { cwd: root, encoding: 'utf8', env: { ...Object.fromEntries(own), NX_DAEMON: 'false', ...settings } },
  );
  const asked = readFileSync(join(root, 'runs/asked'), 'utf8').trim();
  return { code: status, out: stdout, asked: asked === '' ? [] : asked.split('\n').sort() };
}

const ALL = ['analysis+analysis-alone', 'analysis-pages', 'portable'];

test('all run once, without git, and the tests that passed from the cache are counted', () => {
  const first = run();
  expect(first).toMatchObject({ code: 0, asked: ALL });
  const second = run();
  expect(second).toMatchObject({ code: 0, asked: [] });
  for (const { out } of [first, second]) expect(out).toMatch(/^6 passed, 0 failed$/m);
});

test.each([
  ['a test', 'packages/portable/src/index.test.ts', ['portable']],
  ['a source', 'packages/portable/src/index.ts', ALL],
  ['what tests of several packages share', 'packages/portable/test/toys.ts', ALL],
  ['a committed result', 'results/toy/claims.json', ['analysis-pages']],
  ['a page', 'docs/page.md', ['analysis-pages']],
  ['how tests are run', 'vitest.config.ts', ALL],
  [
    'an optional package that git ignores',
    'packages/core/optional/webgpu/node_modules/.dsrnn-installed',
    ALL,
  ],
])('after a change of %s, what depends on it runs', (_, file, expected) => {
  write(file, 'changed\n');
  expect(run().asked).toEqual(expected);
});

test('a setting that a test may read counts', () => {
  expect(run({ DSRNN_TOY: '1' }).asked).toEqual(ALL);
});

test('a failure is shown whole, fails the command, and is not cached', () => {
  write('packages/portable/src/index.ts', 'broken');
  for (const failed of [run({ CI: 'true' }), run({ CI: 'true' })]) {
    expect(failed).toMatchObject({ code: 1, asked: ALL });
    expect(failed.out).toContain('the reason, whole');
  }
});
