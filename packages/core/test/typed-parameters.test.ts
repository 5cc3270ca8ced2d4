/** What does not compile, which the type checker shows: a line marked so that does is an error. */
import { createRng } from '@dsrnn/portable';
import { beforeAll, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { useBackend } from '../src/backends/backend.ts';
import {
  defineCell,
  type CellDefinition,
  type NameOf,
  type SettingsOf,
  type StateOf,
  type ValuesOf,
} from '../src/cells/cell.ts';
import { gru } from '../src/cells/gru.ts';
import { lstm, lstmConfig } from '../src/cells/lstm.ts';
import { s4d } from '../src/cells/s4d.ts';
import { CellMap, type OfCell } from '../src/engines/cell-map.ts';
import type { DeviceCell } from '../src/engines/device/device-cell.ts';
import { deviceGru } from '../src/engines/device/gru.ts';
import { deviceLstm } from '../src/engines/device/lstm.ts';
import type { FusedCell } from '../src/engines/fused/fused-cell.ts';
import { fusedGated } from '../src/engines/fused/gated-pass.ts';
import { gatedGru } from '../src/engines/fused/gru.ts';
import { gatedLstm } from '../src/engines/fused/lstm.ts';
import type { CellStreaming } from '../src/engines/stream/cell-stream.ts';
import { gatedStreaming } from '../src/engines/stream/gated.ts';
import { prepareLinear } from '../src/tensor/linear.ts';
import { asParameters, uniform } from '../src/tensor/parameters.ts';
import { tf } from '../src/tensor/tf.ts';

beforeAll(() => useBackend('cpu'));

it('a cell reads the parameters that it makes, of their ranks, and the state that it begins with', () => {
  const cell = defineCell({
    kind: 'toy',
    version: 1,
    title: 'toy',
    summary: 'a cell with every mistake',
    config: z.strictObject({
      kind: z.literal('toy'),
      units: z.int().positive(),
      readout: z.enum(['last', 'mean']).default('last'),
    }),
    recurrence: 'nonlinear',
    weightMatrices: () => [],
    init: ({ units }, features, rng) => ({
      wx: uniform([features, units], 1, rng),
      b: tf.zeros<tf.Rank.R1>([units]),
    }),
    initialState: ({ units }, batch) => ({ h: tf.zeros<tf.Rank.R2>([batch, units]) }),
    prepare: (_settings, parameters) => ({
      right: prepareLinear(parameters.wx, parameters.b),
      // @ts-expect-error there is no wy
      misspelt: parameters.wy as tf.Tensor2D,
      // @ts-expect-error b is no matrix
      ofWrongRank: () => prepareLinear(parameters.b, parameters.b),
    }),
    step(prepared, { x }, state) {
      // @ts-expect-error nothing of that name was prepared
      if (prepared.wrong !== undefined) return state;
      // @ts-expect-error the state has no c
      if (state.c !== undefined) return state;
      return { h: x };
    },
    parameterCount: () => 0,
    macs: () => 0,
  });
  expectTypeOf<ValuesOf<typeof cell>>().toEqualTypeOf<{ wx: tf.Tensor2D; b: tf.Tensor1D }>();
  expectTypeOf(cell).toExtend<CellDefinition>();
});

it('a step keeps all of the state', () => {
  const steps: Pick<typeof lstm, 'step'>[] = [
    lstm,
    // @ts-expect-error the state of the LSTM has a c too
    { step: (_prepared, { x }) => ({ h: x }) },
  ];
  expect(steps).toHaveLength(2);
  expectTypeOf<StateOf<typeof lstm>>().toEqualTypeOf<{ h: tf.Tensor2D; c: tf.Tensor2D }>();
});

interface Device extends OfCell {
  readonly it: DeviceCell<this['cell']>;
}
interface Fused extends OfCell {
  readonly it: FusedCell<SettingsOf<this['cell']>, NameOf<this['cell']>>;
}
interface Streaming extends OfCell {
  readonly it: CellStreaming<SettingsOf<this['cell']>, NameOf<this['cell']>>;
}

it('an engine gives a cell what is made for it', () => {
  const made = new CellMap<Device>().with(lstm, deviceLstm);
  // @ts-expect-error the GRU has other parameters and no c
  expect(made.with(lstm, deviceGru).of(lstm)).toBe(deviceGru);
  const onKernels = new CellMap<Fused>().with(lstm, fusedGated(gatedLstm)).with(gru, fusedGated(gatedGru));
  // @ts-expect-error the LSTM has no bn
  expect(onKernels.with(lstm, fusedGated(gatedGru)).of(s4d)).toBeUndefined();
  const streams = new CellMap<Streaming>().with(lstm, gatedStreaming(gatedLstm));
  // @ts-expect-error the LSTM has no bn
  expect(streams.with(lstm, gatedStreaming(gatedGru)).of(gru)).toBeUndefined();
});

it('an engine reads the parameters of the cell that it is for', () => {
  const engines: DeviceCell<typeof lstm>[] = [
    // @ts-expect-error bn is a parameter of the GRU
    (_settings, { bn }) => bn as never,
  ];
  expect(engines).toHaveLength(1);
});

it('parameters keep their names and ranks, behind a prefix if there is one', () => {
  const parameters = asParameters(
    lstm.init(lstmConfig.parse({ kind: 'lstm', units: 2 }), 3, createRng(1)),
    true,
    'cell.',
  );
  expectTypeOf(parameters['cell.wx']).toEqualTypeOf<tf.Variable<tf.Rank.R2>>();
  // @ts-expect-error the prefix is missing
  expect(parameters.wx).toBeUndefined();
  expect(Object.entries<tf.Variable>(parameters).map(([name, { shape }]) => [name, shape])).toEqual([
    ['cell.wx', [3, 8]],
    ['cell.wh', [2, 8]],
    ['cell.b', [8]],
  ]);
  tf.dispose({ ...parameters });
});
