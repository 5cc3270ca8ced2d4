import { beforeAll, describe, expect, it } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { makeCase, shapes } from '../test/group-cases.ts';
import { inverse, listed, maskOf, panels, plus, times } from '../test/groups.ts';
import { numbers } from '../test/numbers.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

describe('lists of groups', () => {
  it.each(shapes)('are read off a mask, and turned around: $units units, groups of $groupSize', (shape) => {
    const { rows, groups } = makeCase(shape.units, shape);
    const { units, groupSize, batch } = shape;
    const arrays = {
      mask: maskOf(rows, shape, 0.5),
      list: rows.list.map(() => -1),
      counts: rows.counts.map(() => -1),
      starts: new Int32Array(groups + 1).fill(9),
      entries: new Int32Array(rows.list.length * 2).fill(-1),
    };
    const { after, result } = onArrays(kernels, arrays, (p) => {
      const most = kernels.run.listGroups(batch, units, groupSize, p.mask, rows.stride, p.list, p.counts);
      kernels.run.invertGroups(batch, groups, rows.stride, p.list, p.counts, p.starts, p.entries);
      return most;
    });
    expect(after.counts).toEqual(rows.counts);
    expect(result).toBe(Math.max(...rows.counts));
    for (const [b, expected] of rows.indices.entries()) {
      expect([...after.list.slice(b * rows.stride, b * rows.stride + expected.length)]).toEqual(expected);
    }
    const { starts, entries } = inverse(rows, groups);
    expect(after.starts).toEqual(starts);
    expect(after.entries).toEqual(entries);
  });

  it('may be as long as there are slots', () => {
    const arrays = { mask: Float32Array.from([1, 1, 1]), list: new Int32Array(1), counts: new Int32Array(1) };
    const { after } = onArrays(kernels, arrays, (p) =>
      kernels.run.listGroups(1, 3, 8, p.mask, 1, p.list, p.counts),
    );
    expect([...after.list, ...after.counts]).toEqual([0, 1]);
  });

  it.each(shapes)('gather values and spread their gradients: $units units, groups of $groupSize', (shape) => {
    const { rows } = makeCase(shape.units, shape);
    const { units, groupSize, batch } = shape;
    const mask = maskOf(rows, shape, 0.75);
    const x = numbers(1, batch * units);
    const du = numbers(2, rows.list.length * groupSize);
    const dx = numbers(3, batch * units);
    const dMask = numbers(4, batch * units);
    const u = new Float32Array(du.length).fill(77);
    const [expectedX, expectedMask] = [dx.slice(), dMask.slice()];
    for (const { b, slot, group } of listed(rows)) {
      for (let i = 0; i < groupSize; i++) {
        const at = b * units + group * groupSize + i;
        const place = (b * rows.stride + slot) * groupSize + i;
        const inside = group * groupSize + i < units;
        u[place] = inside ? times(0.75, x[at]!) : 0;
        if (!inside) continue;
        expectedX[at] = plus(dx[at]!, times(0.75, du[place]!));
        expectedMask[at] = plus(dMask[at]!, times(x[at]!, du[place]!));
      }
    }
    const arrays = { list: rows.list, counts: rows.counts, mask, x, du, dx, dMask, u: u.map(() => 77) };
    const work = (wanted: boolean) =>
      onArrays(kernels, arrays, (p) => {
        kernels.run.gatherGroups(batch, units, groupSize, rows.stride, p.list, p.counts, p.mask, p.x, p.u);
        kernels.run.spreadGroups(batch, units, groupSize, rows.stride, p.list, p.counts, p.mask, p.x, p.du, p.dx, wanted ? p.dMask : NONE); // prettier-ignore
      }).after;
    expect(work(true)).toEqual({ ...arrays, u, dx: expectedX, dMask: expectedMask });
    expect(work(false)).toEqual({ ...arrays, u, dx: expectedX });
  });

  it.each(shapes)('go with weights in panels, and back: $units units, groups of $groupSize', (shape) => {
    const { units, gates, groupSize } = shape;
    const w = numbers(1, 3 * gates * units);
    const packed = panels(w, 3, 5, shape).fill(9);
    const arrays = { w, packed, back: w.map(() => 7) };
    const { after } = onArrays(kernels, arrays, (p) => {
      kernels.run.packGroups(3, 5, units, gates, groupSize, p.w, p.packed);
      kernels.run.unpackGroups(3, 5, units, gates, groupSize, p.packed, p.back);
    });
    expect(after.packed).toEqual(panels(w, 3, 5, shape));
    expect(after.back).toEqual(w);
  });
});
