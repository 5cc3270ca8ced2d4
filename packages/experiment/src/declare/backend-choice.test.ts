import { describe, expect, it } from 'vitest';
import { experimentFile, toyExperiment, toyPresets } from '../../test/toy-registries.ts';
import { withBackend } from './backend-choice.ts';
import { loadExperiment, type LoadedExperiment } from './load-experiment.ts';

const presets = toyPresets();
const load = (line = ''): LoadedExperiment =>
  loadExperiment(experimentFile(`${toyExperiment}${line}`), presets);

describe('the engine of an experiment', () => {
  it("is the backend's own, unless the file names one", () => {
    expect(load().engine).toBe('fused');
    expect(load('backend: cpu\n').engine).toBe('reference');
    expect(load('engine: reference\n').engine).toBe('reference');
    expect(load('backend: cpu\nengine: reference\n').engine).toBe('reference');
  });

  it('is in the digest only where the file names it', () => {
    expect('engine' in load().config).toBe(false);
    expect(load('engine: fused\n').digest).not.toBe(load().digest);
  });
});

describe('withBackend', () => {
  const experiment = load();

  it("takes another backend with that backend's engine, and changes nothing else", () => {
    expect(withBackend(experiment, { backend: 'cpu' })).toEqual({
      ...experiment,
      backend: 'cpu',
      engine: 'reference',
    });
    const back = withBackend(withBackend(experiment, { backend: 'cpu' }), { backend: 'wasm' });
    expect(back.engine).toBe('fused');
  });

  it('takes another engine on the same backend', () => {
    const reference = { ...experiment, engine: 'reference' };
    expect(withBackend(experiment, { engine: 'reference' })).toEqual(reference);
    expect(withBackend(experiment, { backend: 'wasm', engine: 'reference' })).toEqual(reference);
  });

  it('keeps the engine that the file names where the backend stays', () => {
    expect(withBackend(load('engine: reference\n'), { backend: 'wasm' }).engine).toBe('reference');
    expect(withBackend(load('engine: reference\n'), {}).engine).toBe('reference');
  });

  it('refuses unknown names, all at once', () => {
    expect(() => withBackend(experiment, { backend: 'gpu', engine: 'fusd' })).toThrow(
      '--backend: unknown value "gpu"; did you mean "cpu"? (known: wasm, cpu)\n' +
        '--engine: unknown value "fusd"; did you mean "fused"? (known: fused, reference)',
    );
  });

  it('refuses the fused engine where it does not run', () => {
    const message =
      '--engine: backend cpu does not run engine fused: leave the engine out, or name reference';
    expect(() => withBackend(experiment, { backend: 'cpu', engine: 'fused' })).toThrow(message);
    expect(() => withBackend(load('backend: cpu\n'), { engine: 'fused' })).toThrow(message);
  });
});
