import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { createNodes, type Project } from './plugin.mjs';

afterEach(() => vi.unstubAllEnvs());

function project(file = 'experiments/no-such-experiment/experiment.yaml'): Project {
  const [, create] = createNodes;
  const [[, nodes]] = create([file]) as [ReturnType<typeof create>[number]];
  return Object.values(nodes.projects)[0]!;
}

test('an experiment is a project named by its folder, whatever its file holds or lacks', () => {
  expect(project().name).toBe('no-such-experiment');
  expect(Object.keys(project().targets)).toEqual(['validate', 'sweep', 'table', 'figure', 'claims', 'check']);
});

test('what computes is never cached; what draws is, and depends on the digests that the sweep leaves', () => {
  const { sweep, check, table, figure, claims } = project().targets;
  expect([sweep?.cache, check?.cache]).toEqual([false, false]);
  for (const drawn of [table, figure, claims]) {
    expect(drawn).toMatchObject({ cache: true, dependsOn: ['sweep'] });
    expect(drawn?.inputs).toContainEqual({ dependentTasksOutputFiles: '**/grid.json' });
    expect(drawn?.inputs).toContainEqual({ dependentTasksOutputFiles: '**/times.json' });
  }
  expect(sweep?.outputs).toEqual([
    '{workspaceRoot}/build/no-such-experiment/quick/grid.json',
    '{workspaceRoot}/build/no-such-experiment/quick/times.json',
  ]);
});

test('no input names a file that git ignores: Nx would leave it out of the hash in silence', () => {
  const ignored = readFileSync(new URL('../../.gitignore', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('/'))
    .map((line) => `{workspaceRoot}/${line}`);
  expect(ignored).toContain('{workspaceRoot}/build/');
  for (const { inputs } of Object.values(project().targets)) {
    for (const input of inputs) {
      for (const folder of ignored) expect(String(input).startsWith(folder), String(input)).toBe(false);
    }
  }
});

test('DSRNN_PROFILE chooses the profile of commands and outputs', () => {
  vi.stubEnv('DSRNN_PROFILE', 'laptop');
  const { sweep, table } = project().targets;
  expect(sweep?.command).toMatch(/ run no-such-experiment --profile laptop$/);
  expect(table?.outputs).toEqual(['{workspaceRoot}/build/no-such-experiment/laptop/table-*']);
});

test('outputs of different targets never overlap', () => {
  const outputs = Object.values(project().targets).flatMap((target) => target.outputs);
  expect(new Set(outputs).size).toBe(outputs.length);
});
