/** What a stream refuses, and what it says. */
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { dense, delta, given, routed, toyModel, type ToyGating } from '../../../test/stream-models.ts';
import { constantMasks, coinMask } from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import { streamKernels } from '../../backends/engine.ts';
import type { CellDefinition } from '../../cells/cell.ts';
import { gru } from '../../cells/gru.ts';
import { lstm } from '../../cells/lstm.ts';
import { BackendError, SettingError, ShapeError } from '../../errors.ts';
import type { RouterInput } from '../../gating/routers/router-input.ts';
import { createModel } from '../model.ts';
import { StreamStateError } from './stream-state.ts';
import { createStream, type StreamState } from './stream.ts';

const cell = lstm as unknown as CellDefinition;
const size = { features: 3, units: 5, seed: 4 };

function opened(gated: ToyGating, of = cell): () => void {
  return () => {
    const model = toyModel(of, size, gated);
    try {
      createStream(model).dispose();
    } finally {
      model.dispose();
    }
  };
}

it('asks for the backend whose kernels it runs on', async () => {
  await useBackend('cpu');
  expect(streamKernels()).toBeNull();
  expect(opened(dense)).toThrow(BackendError);
  expect(opened(dense)).toThrow(/useBackend\('wasm'\)/);
});

describe('a stream', () => {
  beforeAll(() => useBackend('wasm'));

  it.each<RouterInput>(['first', 'mean', 'pool', 'identity'])('refuses a router that reads %s', (input) => {
    expect(opened(routed(input))).toThrow(SettingError);
    expect(opened(routed(input))).toThrow(
      new RegExp(`^method.router.input: ${input} .*needs a router that reads x, xh or ema`),
    );
  });

  it('refuses masks that differ by sample, and those whose decision is not declared', () => {
    expect(opened(given({ samples: 'each' }))).toThrow(/differ by sample or step, as random masks do/);
    const undeclared: ToyGating = {
      extra: () => ({}),
      gating: () => {
        const masks = constantMasks([{ x: null, h: coinMask(1, size.units, createRng(1)) }]);
        return { kind: 'masked', masks, inactive: 'carry' };
      },
    };
    expect(opened(undeclared)).toThrow(/does not declare how its masks are decided/);
  });

  it.each(['rows', 'columns'] as const)('refuses masks that act on %s alone', (sides) => {
    const oneSided: ToyGating = {
      ...given(),
      gating: (sizes, parameters) => {
        const gating = given().gating(sizes, parameters);
        return gating.kind === 'masked' ? { ...gating, sides } : gating;
      },
    };
    expect(opened(oneSided)).toThrow(SettingError);
    expect(opened(oneSided)).toThrow(new RegExp(`^method.sides: is ${sides}, but the kernels of a stream`));
  });

  it('refuses an embedded identity, whose inputs it would read as they are', () => {
    const rng = createRng(2);
    const recurrent = toyModel(cell, size, dense).recurrent;
    const model = createModel(recurrent, { kind: 'last', outputs: 2 }, rng, { count: 3, size: 1 });
    expect(() => createStream(model)).toThrow(SettingError);
    expect(() => createStream(model)).toThrow(/^task.identity: is a learned embedding/);
    model.dispose();
  });

  it('refuses a cell that has no implementation on the kernels', () => {
    const without = { ...cell };
    expect(opened(dense, without)).toThrow(SettingError);
    expect(opened(dense, without)).toThrow(/lstm has no implementation on the kernels/);
  });

  it('leaves no memory behind when it refuses', () => {
    expect(opened(routed('mean'))).toThrow();
    expect(streamKernels()?.arena.inUse).toBe(0);
  });

  it('refuses an input of another length', () => {
    const model = toyModel(cell, size, dense);
    const stream = createStream(model);
    expect(() => stream.step(new Float32Array(size.features + 1))).toThrow(ShapeError);
    expect(() => stream.step(new Float32Array(size.features - 1))).toThrow(/expected shape \[3\], got \[2\]/);
    stream.dispose();
    expect(() => stream.step(new Float32Array(size.features))).toThrow(/disposed/);
    model.dispose();
  });

  it('refuses a state of another model, and goes on as it was', () => {
    const models = {
      own: toyModel(cell, size, dense),
      gru: toyModel(gru, size, dense),
      delta: toyModel(cell, size, delta(0.1, 0.1)),
      larger: toyModel(cell, { ...size, units: 6 }, dense),
      mean: toyModel(cell, size, dense, 'mean'),
    };
    const x = new Float32Array(size.features).fill(0.5);
    const stateOf = (name: keyof typeof models): StreamState => {
      const stream = createStream(models[name]);
      stream.step(x);
      const state = stream.save();
      stream.dispose();
      return state;
    };
    const stream = createStream(models.own);
    stream.step(x);
    const before = stream.save();
    const refusal = (state: StreamState): string => {
      let message = 'nothing was thrown';
      try {
        stream.restore(state);
      } catch (error) {
        expect(error).toBeInstanceOf(StreamStateError);
        message = (error as Error).message;
      }
      expect(stream.save()).toEqual(before);
      return message;
    };
    expect(refusal(stateOf('gru'))).toContain('is of a dense gru, but the stream runs a dense lstm');
    expect(refusal(stateOf('delta'))).toContain('is of a delta lstm');
    expect(refusal(stateOf('mean'))).toContain('holds h, cell.c, readout.sum, but the stream has h, cell.c');
    expect(refusal(stateOf('larger'))).toContain('"h" has 6 numbers, but the stream\'s has 5');
    expect(refusal({ ...before, steps: -1 })).toContain('"steps" is -1');
    stream.dispose();
    for (const model of Object.values(models)) model.dispose();
  });
});
