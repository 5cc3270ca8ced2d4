import { beforeAll, describe, expect, it } from 'vitest';
import {
  describeGolden,
  flat,
  readGolden,
  tensorOf,
  type GoldenCase,
  type Nested,
} from '../../test/describe-golden.ts';
import { largestDifference, numbersOf } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import type { ValuesOf } from './cell.ts';
import { tf } from '../tensor/tf.ts';
import { lstm, lstmConfig } from './lstm.ts';

describeGolden(lstm);

describe('the LSTM', () => {
  beforeAll(() => useBackend('wasm', 'reference'));

  it('agrees with the independent one in the last cell state', () => {
    const { sizes, parameters, x: xs, dense } = readGolden('lstm');
    const settings = lstmConfig.parse({ kind: 'lstm', units: sizes.units });
    const c = tf.tidy(() => {
      const tensors = Object.entries(parameters).map(([name, values]) => [name, tensorOf(values)]);
      const prepared = lstm.prepare(settings, Object.fromEntries(tensors) as ValuesOf<typeof lstm>);
      let state = lstm.initialState(settings, sizes.batch);
      for (const x of tf.unstack(tensorOf(xs), 1) as tf.Tensor2D[]) {
        state = lstm.step(prepared, { x, sent: (h) => h, maskX: null, maskH: null }, state);
      }
      return numbersOf(state.c);
    });
    const golden = dense as GoldenCase & { readonly c: Nested };
    expect(largestDifference(c, flat(golden.c))).toBeLessThan(1e-5);
  });
});
