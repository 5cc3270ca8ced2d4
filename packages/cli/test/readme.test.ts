/** What the README shows works as it stands there. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { writePresets } from './write-presets.ts';

const root = new URL('../../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

test('its experiment is valid, with the presets that are here', async () => {
  const samples = [...readme.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, sample = '']) => sample);
  expect(samples).toHaveLength(1);
  const [sample = ''] = samples;
  const id = /^id: (\S+)$/m.exec(sample)?.[1] ?? '';
  const workspace = openToy();
  writePresets(workspace);
  workspace.write(`experiments/${id}/experiment.yaml`, sample);
  const { code, out, err } = await workspace.dsrnn(`validate ${id}`);
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^${id}: ok \\(runs: quick \\d+\\)\n$`));
});

test('its version of Node is the oldest that the package allows', () => {
  const { engines } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    engines: { node: string };
  };
  expect(readme).toContain(`You need Node ${engines.node.replace('>=', '')} or later`);
});
