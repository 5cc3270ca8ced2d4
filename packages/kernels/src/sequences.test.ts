/** The time loops against the same kernels called step by step, to the bit; what those compute has tests of its own. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Guarded } from '../test/guarded.ts';
import { numbers } from '../test/numbers.ts';
import type { Anything } from '../test/arrays.ts';
import { NONE, skipNumbers, type Floats, type Packed } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './index.ts';

let kernels: Kernels;
let memory: Guarded;
beforeAll(async () => {
  kernels = await loadKernels();
});
beforeEach(() => (memory = new Guarded(kernels)));
afterEach(() => memory.close());

const shapes = [
  { time: 1, batch: 1, units: 1 },
  { time: 4, batch: 3, units: 5 },
  { time: 3, batch: 2, units: 16 },
];

/** W `[rows, columns]` as a right-hand side. */
function packed(rows: number, columns: number, w: Float32Array): Packed {
  const into: Anything = memory.fill(kernels.run.packedSize(rows, columns));
  kernels.run.packB(rows, columns, memory.put(w), columns, into);
  return into;
}

/** The same of W transposed. */
function packedTransposed(rows: number, columns: number, w: Float32Array): Packed {
  const into: Anything = memory.fill(kernels.run.packedSize(columns, rows));
  kernels.run.packBT(columns, rows, memory.put(w), columns, into);
  return into;
}

describe.each(shapes)('over $time steps of $batch sequences and $units units', ({ time, batch, units }) => {
  const size = batch * units;
  const step = (pointer: Floats, t: number, n = size): Floats => skipNumbers(pointer, t * n);
  const states = (): Anything => memory.put(new Float32Array((time + 1) * size));
  const zeros = (): Anything => memory.put(new Float32Array(size));

  describe('the LSTM', () => {
    const columns = 4 * units;
    const w = numbers(1, units * columns);
    const gates = numbers(2, time * batch * columns);

    /** Forward by steps. */
    function forward(at: Floats, hs: Floats, cs: Floats): void {
      const wh = packed(units, columns, w);
      for (let t = 0; t < time; t++) {
        const g = step(at, t, batch * columns);
        if (t > 0) kernels.run.gemm(batch, columns, units, step(hs, t), units, wh, g, columns, true);
        kernels.run.lstmForward(batch, units, g, step(cs, t), step(cs, t + 1), step(hs, t + 1));
      }
    }

    it.each([size, 0])('goes forward, a c %d numbers behind the other', (cStep) => {
      const [one, two] = [memory.put(gates), memory.put(gates)];
      const [h1, h2, c1] = [states(), states(), states()];
      const c2 = cStep === 0 ? zeros() : states();
      forward(one, h1, c1);
      // In two runs: the second begins with a state.
      const first = Math.min(time, 2);
      const wh = packed(units, columns, w);
      kernels.run.lstmSequence(first, batch, units, wh, two, h2, c2, cStep, 1);
      const rest = step(two, first, batch * columns);
      kernels.run.lstmSequence(time - first, batch, units, wh, rest, step(h2, first), skipNumbers(c2, first * cStep), cStep, 0); // prettier-ignore
      expect(memory.get(h2)).toEqual(memory.get(h1));
      expect(memory.get(two)).toEqual(memory.get(one));
      if (cStep > 0) expect(memory.get(c2)).toEqual(memory.get(c1));
    });

    it.each([true, false])('goes back, gradient of the last step alone: %s', (last) => {
      const [one, hs, cs] = [memory.put(gates), states(), states()];
      forward(one, hs, cs);
      const two = memory.put(memory.get(one));
      const dOut = memory.put(numbers(3, last ? size : time * size));
      const transposed = packedTransposed(units, columns, w);
      const [dh, dc, dh2, dc2] = [zeros(), zeros(), zeros(), zeros()];
      for (let t = time - 1; t >= 0; t--) {
        const g = step(one, t, batch * columns);
        if (!last || t === time - 1) kernels.run.addInto(size, last ? dOut : step(dOut, t), dh);
        kernels.run.lstmBackward(batch, units, g, step(cs, t), step(cs, t + 1), dh, dc);
        kernels.clear(dh, size);
        if (t > 0) kernels.run.gemm(batch, units, columns, g, columns, transposed, dh, units, true);
      }
      const outStep = last ? 0 : size;
      kernels.run.lstmSequenceBackward(time, batch, units, transposed, two, hs, cs, dOut, outStep, last ? 1 : 0, dh2, dc2, NONE, 1, NONE); // prettier-ignore
      expect(memory.get(two)).toEqual(memory.get(one));
      expect(memory.get(dc2)).toEqual(memory.get(dc));
    });
  });

  describe('the GRU', () => {
    const columns = 3 * units;
    const w = numbers(4, units * columns);
    const [x, bias] = [numbers(5, time * batch * columns), numbers(6, columns)];
    const empty = new Float32Array(time * batch * columns);

    it.each([true, false])('goes forward and back, gradient of the last step alone: %s', (last) => {
      const [wh, transposed] = [packed(units, columns, w), packedTransposed(units, columns, w)];
      const [ax, ah, hs] = [memory.put(x), memory.put(empty), states()];
      const [ax2, ah2, hs2] = [memory.put(x), memory.put(empty), states()];
      const b = memory.put(bias);
      for (let t = 0; t < time; t++) {
        const of = step(ah, t, batch * columns);
        kernels.run.fillRows(batch, columns, b, of, columns);
        if (t > 0) kernels.run.gemm(batch, columns, units, step(hs, t), units, wh, of, columns, true);
        kernels.run.gruForward(batch, units, step(ax, t, batch * columns), of, step(hs, t), step(hs, t + 1));
      }
      kernels.run.gruSequence(time, batch, units, wh, ax2, ah2, b, hs2, 1);
      expect(memory.get(hs2)).toEqual(memory.get(hs));
      expect(memory.get(ah2)).toEqual(memory.get(ah));

      const dOut = memory.put(numbers(7, last ? size : time * size));
      const [dh, dh2] = [zeros(), zeros()];
      for (let t = time - 1; t >= 0; t--) {
        const [gx, gh] = [step(ax, t, batch * columns), step(ah, t, batch * columns)];
        if (!last || t === time - 1) kernels.run.addInto(size, last ? dOut : step(dOut, t), dh);
        kernels.run.gruBackward(batch, units, gx, gh, step(hs, t), dh, dh);
        if (t > 0) kernels.run.gemm(batch, units, columns, gh, columns, transposed, dh, units, true);
      }
      kernels.run.gruSequenceBackward(time, batch, units, transposed, ax2, ah2, hs2, dOut, last ? 0 : size, last ? 1 : 0, dh2, NONE, 1, NONE); // prettier-ignore
      expect(memory.get(ax2)).toEqual(memory.get(ax));
      expect(memory.get(ah2)).toEqual(memory.get(ah));
    });
  });
});
