/** The experiments and presets of this repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { methods } from '@dsrnn/baselines';
import { runSpec } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { expandGrid } from '../src/grid/expand-grid.ts';
import { experimentJsonSchema, formatJsonSchema } from '../src/declare/json-schema.ts';
import { loadExperiment } from '../src/declare/load-experiment.ts';
import { loadPresets } from '../src/declare/presets.ts';
import { resolvedSpec } from '../src/spec/resolved-spec.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const presets = loadPresets(join(root, 'configs'));
const ids = readdirSync(join(root, 'experiments')).filter((id) =>
  existsSync(join(root, 'experiments', id, 'experiment.yaml')),
);

describe.each(ids)('experiment %s', (id) => {
  const experiment = loadExperiment(join(root, 'experiments', id, 'experiment.yaml'), presets);

  it('expands in every profile into runs that can be planned', () => {
    for (const profile of experiment.profiles) {
      for (const { spec } of expandGrid(experiment, profile, {}, 1)) {
        expect(runSpec.parse(spec)).toEqual(spec);
        expect(resolvedSpec(spec)).toEqual(spec);
        expect(presets.registries.plan(spec).macs.total).toBeGreaterThan(0);
      }
    }
  });

  it('has a profile quick and a README that says how to run it', () => {
    expect(readFileSync(join(root, 'experiments', id, 'README.md'), 'utf8')).toContain(`dsrnn run ${id}`);
    expect(experiment.profiles).toContain('quick');
  });
});

describe('presets', () => {
  it('have one with defaults for every method, under its kind', () => {
    for (const { kind, config } of methods) expect(presets.methods.get(kind)).toEqual(config.parse({ kind }));
  });

  it('match MACs at the sparsity that they are given', () => {
    const [lstm, digits] = [presets.architectures.get('lstm-128')!, presets.tasks.get('digits-rows')!];
    const share = (method: string): { core: number; total: number } => {
      const { macs } = presets.registries.plan({
        architecture: lstm,
        method: presets.methods.get(method)!,
        sparsity: 0.9,
        sparsityOf: 'macs',
        task: digits,
        train: presets.train.get('laptop')!,
        seed: 1,
        backend: 'wasm',
        engine: 'fused',
      });
      return { core: macs.core / macs.dense, total: macs.total / macs.dense };
    };
    const ds = share('ds');
    expect(ds.core).toBeCloseTo(0.1, 2);
    for (const method of [
      'rigl',
      'delta',
      'fixed-mask',
      'random-mask',
      'untrained-router',
      'static-router-mean',
    ]) {
      expect(share(method).core).toBeCloseTo(0.1, 2);
    }
    for (const method of ['dense-small', 'rigl-total', 'delta-total']) {
      expect(share(method).total).toBeCloseTo(ds.total, 2);
    }
    expect(share('ds-sequence').total).toBeLessThan(0.11);
  });
});

describe('configs/experiment.schema.json', () => {
  it('is what `dsrnn schema` prints', () => {
    const text = readFileSync(join(root, 'configs', 'experiment.schema.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(JSON.parse(formatJsonSchema(experimentJsonSchema(presets))));
  });
});
