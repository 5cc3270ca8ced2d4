import { beforeAll, describe, expect, it } from 'vitest';
import { loadKernels, type Kernels } from '../kernels.ts';
import { asLanes, f32Index, i32Index, isNone, NONE, skipNumbers, type Floats, type None } from './pointer.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

describe('a pointer', () => {
  it('skips numbers of 4 bytes, forwards and back, and is still one of the same kind', () => {
    const ws = kernels.workspace();
    const block = ws.take(8);
    kernels.write(block, [1, 2, 3, 4]);
    const third: Floats = skipNumbers(block, 2);
    expect(third - block).toBe(8);
    expect([...kernels.read(third, 2)]).toEqual([3, 4]);
    expect(skipNumbers(third, -2)).toBe(block);
    expect(kernels.f32[f32Index(third)]).toBe(3);
    const list = ws.take<'indices'>(2);
    kernels.writeIntegers(list, [7, 9]);
    expect(kernels.i32[i32Index(skipNumbers(list, 1))]).toBe(9);
    expect(asLanes(block)).toBe(block);
    ws.close();
  });

  it('that is none stays none, however much is skipped', () => {
    expect(isNone(skipNumbers(NONE, 100))).toBe(true);
    const ws = kernels.workspace();
    expect(isNone(ws.take(1))).toBe(false);
    ws.close();
  });

  it('is copied, filled and cleared for as many numbers as asked, and no more', () => {
    const ws = kernels.workspace();
    const [from, to] = [ws.take(4), ws.take(4)];
    kernels.write(from, [1, 2, 3, 4]);
    kernels.fill(to, 4, 9);
    kernels.copy(from, to, 2);
    expect([...kernels.read(to, 4)]).toEqual([1, 2, 9, 9]);
    kernels.clear(skipNumbers(to, 3), 1);
    expect([...kernels.view(to, 4)]).toEqual([1, 2, 9, 0]);
    kernels.view(from, 4)[0] = 5;
    expect(kernels.read(from, 1)[0]).toBe(5);
    ws.close();
  });
});

/** Never called: the compiler must refuse each line that is marked, and no other. */
export function refused(kernels: Kernels, gates: Float32Array, wanted: Floats | None): void {
  const { run, arena } = kernels;
  const floats = arena.take(16);
  const lanes = arena.take<'lanes'>(16);
  const packed = arena.take<'packed'>(16);
  const indices = arena.take<'indices'>(4);
  const counts = arena.take<'counts'>(1);

  run.sigmoidInto(4, floats, floats);
  // @ts-expect-error A number is no pointer.
  run.sigmoidInto(4, 1024, floats);
  // @ts-expect-error Nor is the sum of a pointer and a number, which says no unit.
  run.sigmoidInto(4, floats + 16, floats);
  // @ts-expect-error Nor is 0, which would be no block.
  run.sigmoidInto(4, 0, floats);
  // @ts-expect-error A count and a pointer, the one for the other.
  run.sigmoidInto(floats, 4, floats);
  // @ts-expect-error What must be there cannot be none.
  run.sigmoidInto(4, NONE, floats);
  // @ts-expect-error Nor may it be none.
  run.sigmoidInto(4, wanted, floats);
  if (!isNone(wanted)) run.sigmoidInto(4, wanted, floats);
  // @ts-expect-error Indices are no floats.
  run.sigmoidInto(4, indices, floats);

  run.listActive(1, 4, 0, floats, 4, NONE, indices, NONE, counts, 4, 0);
  // @ts-expect-error 0 is not how none is written.
  run.listActive(1, 4, 0, floats, 4, 0, indices, NONE, counts, 4, 0);
  // @ts-expect-error A list and its counts, the one for the other.
  run.listActive(1, 4, 0, floats, 4, NONE, counts, NONE, indices, 4, 0);
  // @ts-expect-error The list that is to be written must be there.
  run.listActive(1, 4, 0, floats, 4, NONE, NONE, NONE, counts, 4, 0);

  run.gemm(1, 4, 4, floats, 4, packed, floats, 4, false);
  // @ts-expect-error The right-hand side must be packed.
  run.gemm(1, 4, 4, floats, 4, floats, floats, 4, false);

  run.unpackLanes(1, 4, 4, 0x3210, lanes, floats);
  // @ts-expect-error From lanes to rows, not back.
  run.unpackLanes(1, 4, 4, 0x3210, floats, lanes);
  run.addInto(16, lanes, lanes);
  // @ts-expect-error Numbers in lanes and in rows are not in the same order.
  run.addInto(16, lanes, floats);
  // @ts-expect-error A step on lanes does not take gates row by row.
  run.gruLaneForward(1, 4, floats, NONE, NONE, 0, floats, 1, floats, floats);
  // @ts-expect-error Nor does one on rows take lanes.
  run.gruForward(1, 4, lanes, floats, floats, floats);

  // @ts-expect-error A block for floats is none for labels.
  run.softmaxCrossEntropy(1, 4, floats, floats, floats);
  // @ts-expect-error What a list holds is not shown by the floats.
  f32Index(indices);
  // @ts-expect-error An array is no block.
  run.sigmoidInto(4, gates, floats);
  // @ts-expect-error None has no numbers.
  kernels.f32.fill(0, f32Index(NONE));
}
