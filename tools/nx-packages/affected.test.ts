/** What a change reaches: the projects of this workspace, with a file each, as `nx affected` takes them. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { toyNx } from '../toy-nx.ts';

const packages = new URL('../../packages/', import.meta.url);
const manifests = readdirSync(packages).map(
  (name) =>
    [
      `packages/${name}/package.json`,
      readFileSync(new URL(`${name}/package.json`, packages), 'utf8'),
    ] as const,
);

const toy = toyNx({
  ...Object.fromEntries(manifests),
  'packages/core/optional/webgpu/package.json': '{}',
  'packages/analysis/src/index.ts': '',
  'packages/kernels/src/index.ts': '',
  'experiments/toy/experiment.yaml': 'id: toy\n',
  'docs/page.md': '',
  'results/toy/quick/runs.jsonl': '',
  'vitest.config.ts': '',
});
afterAll(() => toy.remove());

const inPackages = (...names: string[]): string[] => names.map((name) => `@dsrnn/${name}`);

test.each([
  ['the analysis', 'packages/analysis/src/index.ts', [...inPackages('analysis', 'cli'), 'toy', 'workspace']],
  [
    'the kernels',
    'packages/kernels/src/index.ts',
    [
      // The analysis, because its tests take the titles of measures from the probes.
      ...inPackages('analysis', 'baselines', 'bench', 'cli', 'core', 'experiment', 'kernels', 'probes'),
      'toy',
      'workspace',
    ],
  ],
  ['a page', 'docs/page.md', ['workspace']],
  ['a committed result', 'results/toy/quick/runs.jsonl', ['toy', 'workspace']],
])('a change of %s reaches what depends on it and nothing else', (_, file, expected) => {
  const { code, out } = toy.nx(['show', 'projects', '--affected', '--json', `--files=${file}`]);
  expect(code, out).toBe(0);
  expect((JSON.parse(out.slice(out.indexOf('['))) as string[]).sort()).toEqual(expected);
});
