import { beforeAll, describe, expect, it } from 'vitest';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './index.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const [BATCH, FEATURES, UNITS] = [3, 4, 5];
const COLUMNS = FEATURES + UNITS;
/** Active columns of each sample, ascending; inputs before units. */
const lists = [[1, 3, 4, 8], [], [0, 6]];

describe.each(['listed', 'all'] as const)('gradients of %s columns', (which) => {
  it.each([true, false])('reach inputs, state and masks, mask gradients wanted: %s', (wanted) => {
    const workspace = kernels.workspace();
    const place = (values: ArrayLike<number>): number => {
      const pointer = workspace.take(values.length);
      kernels.write(pointer, values);
      return pointer;
    };
    const [x, h, mask] = [numbers(1, BATCH * FEATURES), numbers(2, BATCH * UNITS), numbers(3, BATCH * UNITS)];
    const [dState, dMaskH] = [numbers(4, BATCH * UNITS), numbers(5, BATCH * UNITS)];
    const du = numbers(6, BATCH * COLUMNS);
    const dMaskX = new Float32Array(BATCH * FEATURES).fill(9);
    const [list, counts] = [workspace.take(BATCH * COLUMNS), workspace.take(BATCH)];
    lists.forEach((columns, b) => {
      kernels.i32.set(columns, list / 4 + b * COLUMNS);
      kernels.i32[counts / 4 + b] = columns.length;
    });
    const [pState, pX, pH] = [place(dState), place(dMaskX), place(dMaskH)];
    kernels.run.spreadColumns(
      BATCH,
      FEATURES,
      UNITS,
      which === 'all' ? 0 : list,
      counts,
      COLUMNS,
      place(du),
      place(x),
      place(h),
      place(mask),
      pState,
      wanted ? pX : 0,
      wanted ? pH : 0,
    );
    for (let b = 0; b < BATCH; b++) {
      const active = which === 'all' ? Array.from({ length: COLUMNS }, (_, j) => j) : lists[b]!;
      active.forEach((column, position) => {
        const g = du[b * COLUMNS + position]!;
        if (column < FEATURES) {
          if (wanted) dMaskX[b * FEATURES + column] = x[b * FEATURES + column]! * g;
        } else {
          const unit = b * UNITS + column - FEATURES;
          dState[unit] = dState[unit]! + mask[unit]! * g;
          if (wanted) dMaskH[unit] = dMaskH[unit]! + h[unit]! * g;
        }
      });
    }
    const near = (pointer: number, expected: Float32Array): void =>
      kernels
        .read(pointer, expected.length)
        .forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
    near(pState, dState);
    near(pX, dMaskX);
    near(pH, dMaskH);
    workspace.close();
  });
});

it('scatterAdd adds listed entries where they belong', () => {
  const workspace = kernels.workspace();
  const place = (values: ArrayLike<number>): number => {
    const pointer = workspace.take(values.length);
    kernels.write(pointer, values);
    return pointer;
  };
  const [list, counts] = [workspace.take(6), workspace.take(2)];
  kernels.i32.set([0, 3, 99, 2, 99, 99], list / 4);
  kernels.i32.set([2, 1], counts / 4);
  const out = place([1, 1, 1, 1, 2, 2, 2, 2]);
  kernels.run.scatterAdd(2, 4, list, counts, 3, place([10, 20, 30, 40, 50, 60]), out);
  expect([...kernels.read(out, 8)]).toEqual([11, 1, 1, 21, 2, 2, 42, 2]);
  workspace.close();
});
