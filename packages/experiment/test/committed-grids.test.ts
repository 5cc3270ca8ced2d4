/**
 * The grids of the experiments of this repository hold the runs that they are meant to hold: however a file is written, a run that
 * comes or goes is seen. `npx vitest run packages/experiment/test/committed-grids.test.ts -u` after a change that is meant.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '@dsrnn/records';
import { expect, test } from 'vitest';
import { expandGrid } from '../src/grid/expand-grid.ts';
import { normalSpec } from '../src/identity/normal-spec.ts';
import { loadExperiment, type LoadedExperiment } from '../src/declare/load-experiment.ts';
import { loadPresets } from '../src/declare/presets.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const presets = loadPresets(join(root, 'configs'));
const files = readdirSync(join(root, 'experiments'))
  .map((id) => join(root, 'experiments', id, 'experiment.yaml'))
  .filter((file) => existsSync(file))
  .sort();

/** How many runs a profile has, and what they are: labels and settings in normal form, whatever their order. */
function gridOf(experiment: LoadedExperiment, profile: string): string {
  const runs = expandGrid(experiment, profile).map(({ labels, spec }) =>
    canonicalJson({ labels, spec: normalSpec(spec, experiment.registries) }),
  );
  const digest = createHash('sha256').update(runs.sort().join('\n')).digest('hex');
  return `${String(new Set(runs).size)} runs, ${digest.slice(0, 16)}`;
}

test('every profile has the runs that it had', async () => {
  const grids = files.flatMap((file) => {
    const experiment = loadExperiment(file, presets);
    return experiment.profiles.map((profile) => [`${experiment.id}/${profile}`, gridOf(experiment, profile)]);
  });
  await expect(`${JSON.stringify(Object.fromEntries(grids), null, 2)}\n`).toMatchFileSnapshot(
    '../fixtures/grids.json',
  );
});
