import { beforeAll, describe, expect, it } from 'vitest';
import { numbers } from '../test/numbers.ts';
import type { Anything } from '../test/arrays.ts';
import { Guarded } from '../test/guarded.ts';
import { NONE } from './arena/pointer.ts';
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
    const memory = new Guarded(kernels);
    const [x, h, mask] = [numbers(1, BATCH * FEATURES), numbers(2, BATCH * UNITS), numbers(3, BATCH * UNITS)];
    const [dState, dMaskH] = [numbers(4, BATCH * UNITS), numbers(5, BATCH * UNITS)];
    const du = numbers(6, BATCH * COLUMNS);
    const dMaskX = new Float32Array(BATCH * FEATURES).fill(9);
    const padded = lists.flatMap((columns) => [
      ...columns,
      ...Array<number>(COLUMNS - columns.length).fill(-1),
    ]);
    const [list, counts] = [
      memory.putIntegers(padded),
      memory.putIntegers(lists.map(({ length }) => length)),
    ];
    const [pState, pX, pH] = [memory.put(dState), memory.put(dMaskX), memory.put(dMaskH)];
    kernels.run.spreadColumns(
      BATCH,
      FEATURES,
      UNITS,
      which === 'all' ? NONE : list,
      counts,
      COLUMNS,
      memory.put(du),
      memory.put(x),
      memory.put(h),
      memory.put(mask),
      pState,
      wanted ? pX : NONE,
      wanted ? pH : NONE,
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
    const near = (pointer: Anything, expected: Float32Array): void =>
      memory.get(pointer).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
    near(pState, dState);
    near(pX, dMaskX);
    near(pH, dMaskH);
    memory.close();
  });
});

it('scatterAdd adds listed entries where they belong', () => {
  const memory = new Guarded(kernels);
  const [list, counts] = [memory.putIntegers([0, 3, 99, 2, 99, 99]), memory.putIntegers([2, 1])];
  const out = memory.put([1, 1, 1, 1, 2, 2, 2, 2]);
  kernels.run.scatterAdd(2, 4, list, counts, 3, memory.put([10, 20, 30, 40, 50, 60]), out);
  expect([...memory.get(out)]).toEqual([11, 1, 1, 21, 2, 2, 42, 2]);
  memory.close();
});
