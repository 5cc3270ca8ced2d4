import { beforeAll, describe, expect, it } from 'vitest';
import { distance } from '../test/differences.ts';
import { Guarded } from '../test/guarded.ts';
import { numbers } from '../test/numbers.ts';
import { place, scanned } from '../test/placed-layer.ts';
import { convolve, discretised, kernelOf, layer, times, type Complex } from '../test/s4d-reference.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

describe('the recurrence', () => {
  const [batch, channels, modes] = [3, 5, 6];

  it('over a whole sequence gives what the convolution with the kernel gives', () => {
    const length = 40;
    const one = layer(20, channels, modes);
    const u = numbers(21, length * batch * channels);
    const d = numbers(22, channels);
    const shape = [length, batch, channels] as const;
    const expected = convolve(shape, u, kernelOf(one, length), d);
    expect(distance(scanned(kernels, one, shape, u, d), expected)).toBeLessThan(2e-6);
  });

  it('steps every state but writes only the listed channels', () => {
    const one = layer(23, channels, modes);
    const size = batch * channels * modes;
    const before = [numbers(24, size), numbers(25, size)] as const;
    const u = numbers(26, batch * channels).map((x, i) => (i % 3 === 0 ? 0 : x));
    const lists = [[0, 3], [], [1, 2, 4]];
    const memory = new Guarded(kernels);
    const { abar, bbar, c } = place(kernels, memory, one);
    const state = [memory.put(before[0]), memory.put(before[1])] as const;
    const y = memory.fill(batch * channels, 7);
    kernels.run.s4dStep(
      ...([batch, channels, modes, ...abar, ...bbar, ...c, NONE, memory.put(u), ...state, y] as const),
      memory.putIntegers(lists.flatMap((list) => [...list, -1, -1, -1, -1].slice(0, 4))),
      memory.putIntegers(lists.map((list) => list.length)),
      4,
    );
    const after = [memory.get(state[0]), memory.get(state[1])] as const;
    const got = memory.get(y);
    for (let b = 0; b < batch; b++) {
      for (let h = 0; h < channels; h++) {
        let sum = 0;
        for (let n = 0; n < modes; n++) {
          const i = (b * channels + h) * modes + n;
          const [factor, input] = discretised(one, h, n);
          const old = times(factor, [before[0][i]!, before[1][i]!]);
          const added = u[b * channels + h]!;
          const s: Complex = [old[0] + input[0] * added, old[1] + input[1] * added];
          expect(Math.abs(after[0][i]! - s[0])).toBeLessThan(3e-7);
          expect(Math.abs(after[1][i]! - s[1])).toBeLessThan(3e-7);
          sum += 2 * times([one.cRe[h * modes + n]!, one.cIm[h * modes + n]!], s)[0];
        }
        const expected = lists[b]!.includes(h) ? sum : 7;
        expect(Math.abs(got[b * channels + h]! - expected)).toBeLessThan(5e-6);
      }
    }
    memory.close();
  });

  it('lets a state without input fade to exactly 0 and keeps NaN', () => {
    const memory = new Guarded(kernels);
    const [half, zero, one] = [memory.fill(1, 0.5), memory.fill(1, 0), memory.fill(1, 1)];
    const state = [memory.put([1, NaN]), memory.fill(2, 0)] as const;
    const u = memory.fill(240, 0);
    const y = memory.fill(240);
    kernels.run.s4dScan(120, 2, 1, 1, half, zero, one, zero, one, zero, NONE, u, ...state, y);
    expect(memory.get(y)[2 * 49]).toBe(2 ** -49);
    expect([...memory.get(state[0])]).toEqual([0, NaN]);
    memory.close();
  });
});
