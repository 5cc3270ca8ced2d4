/** Which packages results were computed and drawn with, as `results write` records them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backendDefinitions } from '@dsrnn/core';
import { optionalPackages } from '@dsrnn/core/on-node';
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { experiment } from './toy-workspace.ts';

/** The packages that `results write` lists for runs on a backend. */
async function packagesBehind(backend: string): Promise<Record<string, string>> {
  const toy = openToy(experiment.replace('profiles:', `backend: ${backend}\nprofiles:`));
  expect((await toy.dsrnn('run toy')).code).toBe(0);
  expect((await toy.dsrnn('results write toy')).code).toBe(0);
  const { digested } = JSON.parse(
    readFileSync(join(toy.root, 'results/toy/quick/provenance.json'), 'utf8'),
  ) as { digested: { packages: Record<string, string> } };
  return digested.packages;
}

const plainPackages = [
  ...['@resvg/resvg-wasm', '@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm'],
  ...['dejavu-fonts-ttf', 'vega', 'vega-lite'],
];

test('the provenance of runs on the default backend lists no optional package', async () => {
  expect(Object.keys(await packagesBehind('wasm'))).toEqual(plainPackages);
});

const noNode = await backendDefinitions.find(({ name }) => name === 'node')!.obstacle();
const onNode = noNode === null ? '' : ` (skipped: ${noNode.problem}; ${noNode.remedy})`;

test.skipIf(noNode !== null)(
  `the provenance of other runs lists the optional packages that computed, as installed${onNode}`,
  async () => {
    const name = '@tensorflow/tfjs-node';
    const packages = await packagesBehind('node');
    expect(Object.keys(packages)).toEqual([...plainPackages, name, 'libtensorflow'].sort());
    expect(packages[name]).toBe(optionalPackages.node.versionOf(name));
    expect(packages['libtensorflow']).toMatch(/^2\.\d+\.\d+$/);
  },
);
