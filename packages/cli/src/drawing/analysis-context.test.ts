import { expandGrid, loadExperiment, loadPresets } from '@dsrnn/experiment';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openToy } from '../../test/open-toy.ts';
import { experiment } from '../../test/toy-workspace.ts';
import { analysisContext } from './analysis-context.ts';
import { tuningCosts } from './tuning-costs.ts';

test('shows things in the order in which the lists of the profile, then of its blocks name them', async () => {
  const small = '{ label: small, kind: lstm, units: 3 }';
  const toy = experiment.replace('    architectures: [tiny]\n    methods: [dense, ds]\n', '').replace(
    'claims:',
    `    architectures: [${small}, tiny]
    blocks:
      - { architectures: [small], methods: [dense, ds] }
      - { architectures: [tiny], methods: [ds-x, dense, ds] }
claims:`,
  );
  const { root } = openToy(toy.replaceAll('ds-x', '{ label: ds-x, kind: ds, router: { input: x } }'));
  const loaded = loadExperiment(
    join(root, 'experiments', 'toy', 'experiment.yaml'),
    loadPresets(join(root, 'configs')),
  );
  // The order of what is drawn is that of the grid, whatever part of it is drawn.
  const runs = expandGrid(loaded, 'quick').reverse();
  const costs = tuningCosts(loaded, loaded.resolved['quick']!.methods, runs);
  const context = await analysisContext(loaded, 'quick', runs, [], costs, null, []);
  expect(context.architectures).toEqual(['small', 'tiny']);
  expect(context.methods).toEqual(['dense', 'ds', 'ds-x']);
  expect(context.tuningCosts.map(({ method }) => method)).toEqual(['dense', 'ds', 'ds-x']);
  const dense = runs.filter(({ labels }) => labels.method === 'dense');
  expect((await analysisContext(loaded, 'quick', dense, [], [], null, [])).methods).toEqual(['dense']);
});
