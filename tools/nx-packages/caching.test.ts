/** What runs again after a change: packages of this workspace as toys, with a program in place of vitest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { toyNx } from '../toy-nx.ts';

/** Notes what it was asked to run, and fails where a source says so. */
const program = `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync('runs/asked', process.argv.filter((word, i, all) => all[i - 1] === '--project').join('+') + '\\n');
const broken = readFileSync('packages/portable/src/index.ts', 'utf8').includes('broken');
console.log(broken ? 'the reason, whole' : '2 passed, 0 failed');
process.exitCode = broken ? 1 : 0;
`;

const manifest = (name: string, dependencies = {}): string =>
  JSON.stringify({ name: `@dsrnn/${name}`, version: '0.0.0', dependencies });

const toy = toyNx({
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
  'vitest.config.ts': '',
});
afterAll(() => toy.remove());

/** Runs the tests of the toys; `asked` are the projects that the program was called for. */
function run(settings: Readonly<Record<string, string>> = {}): {
  code: number | null;
  out: string;
  asked: string[];
} {
  toy.write('runs/asked', '');
  const words = ['run-many', '-t', 'test', 'analysis-pages', 'tools-pages'];
  const result = toy.nx(words, settings);
  const asked = readFileSync(join(toy.root, 'runs/asked'), 'utf8').trim();
  return { ...result, asked: asked === '' ? [] : asked.split('\n').sort() };
}

const ALL = ['analysis', 'analysis-pages', 'portable', 'tools-alone', 'tools-pages'];

test('all run once, without git, and the tests that passed from the cache are counted', () => {
  const first = run();
  expect(first).toMatchObject({ code: 0, asked: ALL });
  const second = run();
  expect(second).toMatchObject({ code: 0, asked: [] });
  for (const { out } of [first, second]) expect(out).toMatch(/^10 passed, 0 failed$/m);
});

test.each([
  ['a test', 'packages/portable/src/index.test.ts', ['portable', 'tools-pages']],
  ['a source', 'packages/portable/src/index.ts', ALL],
  ['what tests of several packages share', 'packages/portable/test/toys.ts', ALL],
  ['a committed result', 'results/toy/claims.json', ['analysis-pages', 'tools-pages']],
  ['a page', 'docs/page.md', ['analysis-pages', 'tools-pages']],
  ['how tests are run', 'vitest.config.ts', ALL],
  [
    'an optional package that git ignores',
    'packages/core/optional/webgpu/node_modules/.dsrnn-installed',
    ALL,
  ],
])('after a change of %s, what depends on it runs', (_, file, expected) => {
  toy.write(file, 'changed\n');
  expect(run().asked).toEqual(expected);
});

test('a setting that a test may read counts', () => {
  expect(run({ DSRNN_TOY: '1' }).asked).toEqual(ALL);
});

test('a failure is shown whole, fails the command, and is not cached', () => {
  toy.write('packages/portable/src/index.ts', 'broken');
  for (const failed of [run({ CI: 'true' }), run({ CI: 'true' })]) {
    expect(failed).toMatchObject({ code: 1, asked: ALL });
    expect(failed.out).toContain('the reason, whole');
  }
});
