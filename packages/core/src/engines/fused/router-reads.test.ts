import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { activeKernels } from '../../backends/engine.ts';
import { useBackend } from '../../backends/backend.ts';
import { routerInputs, type RouterInput } from '../../gating/routers/router-input.ts';
import { toySequences } from '../../../test/toys.ts';
import { tf } from '../../tensor/tf.ts';
import { routerReads } from './router-reads.ts';

beforeAll(() => useBackend('wasm'));

const sizes = [
  [1, 1, 1],
  [3, 7, 5],
  [2, 28, 28],
  [5, 12, 8],
  [4, 64, 19],
] as const;
const inputs: readonly RouterInput[] = ['x', 'ema', 'first', 'mean', 'pool', 'identity'];

describe.each(inputs)('a router of %s', (input) => {
  it.each(sizes)(
    'reads the same bits on the kernels, %i sequences of %i steps of %i',
    (batch, time, features) => {
      const kernels = activeKernels()!;
      const xs = toySequences(batch, time, features, createRng(4).fork('xs'));
      const settings = { input, firstSteps: 1, blocks: 1, emaDecay: 0.9, identity: 1 };
      const tape = kernels.workspace();
      const x = tape.take(batch * time * features);
      kernels.write(
        x,
        tf.tidy(() => tf.transpose(xs, [1, 0, 2]).dataSync<'float32'>()),
      );
      tf.tidy(() => {
        const shape = { kernels, tape, batch, time, features, units: 3 };
        const { at, width } = routerReads(settings, shape, x, { tensor: () => xs });
        const expected = routerInputs(settings, xs);
        expect(width).toBe(expected.shape[1]);
        expect(kernels.read(at, expected.size)).toEqual(expected.dataSync<'float32'>());
      });
      tape.close();
      xs.dispose();
    },
  );
});
