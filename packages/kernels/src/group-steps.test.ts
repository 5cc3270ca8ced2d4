import { beforeAll, describe, expect, it } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { makeCase, placesOf, shapes, type Case } from '../test/group-cases.ts';
import { listed, maskOf, plus } from '../test/groups.ts';
import { numbers } from '../test/numbers.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** A step over groups, and the same one unit by unit: rows of units, gates [batch][units][4]. */
interface Step {
  readonly c: Case;
  readonly mask: Float32Array;
  readonly hPrev: Float32Array;
  readonly cPrev: Float32Array;
  readonly dh: Float32Array;
  readonly dc: Float32Array;
  readonly unitList: Int32Array;
  readonly unitCounts: Int32Array;
}

const cases = shapes.flatMap((shape) =>
  [3, 4].flatMap((gates) =>
    [1, 0].flatMap((carry) => [1, 0.25].map((value) => ({ ...shape, gates, carry, value }))),
  ),
);

function makeStep(shape: (typeof cases)[number]): Step {
  const c = makeCase(shape.units, shape);
  const { units, groupSize, batch } = shape;
  const size = batch * units;
  const unitList = new Int32Array(size);
  const unitCounts = new Int32Array(batch);
  for (const { b, group } of listed(c.rows)) {
    for (let u = group * groupSize; u < Math.min(units, (group + 1) * groupSize); u++) {
      unitList[b * units + unitCounts[b]!++] = u;
    }
  }
  return {
    c,
    mask: maskOf(c.rows, shape, shape.value),
    hPrev: numbers(1, size),
    cPrev: numbers(2, size, 2),
    dh: numbers(3, size),
    dc: numbers(4, size),
    unitList,
    unitCounts,
  };
}

/** Calls `put` with the place of each gate of each unit that is there, in panels and in lanes. */
function eachGate(
  { c }: Step,
  put: (inPanels: number, inLanes: number, gate: number, inside: boolean) => void,
): void {
  const { units, groupSize } = c.shape;
  for (const { b, slot, group } of listed(c.rows)) {
    for (const [i, gate, place] of placesOf(c, b, slot)) {
      const unit = group * groupSize + i;
      put(place, (b * units + unit) * 4 + gate, gate, unit < units);
    }
  }
}

describe('the masked LSTM over groups', () => {
  it.each(cases.filter(({ gates }) => gates === 4))(
    'is that on lanes, forward and back: $units units, groups of $groupSize, carry $carry, mask $value',
    (shape) => {
      const step = makeStep(shape);
      const { c } = step;
      const { batch, units, groupSize, carry } = shape;
      const { stride } = c.rows;
      const lanes = new Float32Array(batch * units * 4);
      eachGate(step, (panel, lane, _gate, inside) => {
        if (inside) lanes[lane] = c.da[panel]!;
      });
      const out = step.hPrev.map(() => 55);
      const arrays = {
        ...step,
        list: c.rows.list,
        counts: c.rows.counts,
        panels: c.da,
        lanes,
        h: out,
        cell: out,
        h2: out,
        cell2: out,
        dMask: out,
        dh2: step.dh,
        dc2: step.dc,
        dMask2: out,
      };
      const { c: _, ...all } = arrays;
      const run = (back: boolean, wanted: boolean) =>
        onArrays(kernels, all, (p) => {
          kernels.run.lstmGroupForward(batch, units, groupSize, p.list, p.counts, stride, p.panels, p.mask, carry, p.hPrev, p.cPrev, p.h, p.cell); // prettier-ignore
          kernels.run.lstmLaneForward(batch, units, p.lanes, p.unitList, p.unitCounts, units, p.mask, carry, p.hPrev, p.cPrev, p.h2, p.cell2); // prettier-ignore
          if (!back) return;
          kernels.run.lstmGroupBackward(batch, units, groupSize, p.list, p.counts, stride, p.panels, p.mask, carry, p.hPrev, p.cPrev, p.dh, p.dc, wanted ? p.dMask : NONE); // prettier-ignore
          kernels.run.lstmLaneBackward(batch, units, p.lanes, p.unitList, p.unitCounts, units, p.mask, carry, p.hPrev, p.cPrev, p.dh2, p.dc2, wanted ? p.dMask2 : NONE); // prettier-ignore
        }).after;
      for (const after of [run(false, false), run(true, false), run(true, true)]) {
        expect(after.h).toEqual(after.h2);
        expect(after.cell).toEqual(after.cell2);
        expect(after.dh).toEqual(after.dh2);
        expect(after.dc).toEqual(after.dc2);
        expect(after.dMask).toEqual(after.dMask2);
        eachGate(step, (panel, lane, _gate, inside) => {
          if (inside && after.panels[panel] !== after.lanes[lane]) {
            expect.fail(`gate ${panel}: ${after.panels[panel]} instead of ${after.lanes[lane]}`);
          }
        });
      }
      const gradients = run(true, true).panels;
      eachGate(step, (panel, _lane, _gate, inside) => {
        if (!inside) expect(Math.abs(gradients[panel]!)).toBe(0);
      });
    },
  );
});

describe('the masked GRU over groups', () => {
  it.each(cases.filter(({ gates }) => gates === 3))(
    'is that on lanes, forward and back: $units units, groups of $groupSize, carry $carry, mask $value',
    (shape) => {
      const step = makeStep(shape);
      const { c } = step;
      const { batch, units, groupSize, carry } = shape;
      const { stride } = c.rows;
      const ofX = c.da;
      const ofH = numbers(8, ofX.length);
      // Lanes r z nx nh: r and z are summed, the candidate's parts are not.
      const lanes = new Float32Array(batch * units * 4);
      eachGate(step, (panel, lane, gate, inside) => {
        if (!inside) return;
        lanes[lane] = gate < 2 ? plus(ofX[panel]!, ofH[panel]!) : ofX[panel]!;
        if (gate === 2) lanes[lane + 1] = ofH[panel]!;
      });
      const out = step.hPrev.map(() => 55);
      const { c: _, cPrev: _c, dc: _d, ...own } = step;
      const all = {
        ...own,
        list: c.rows.list,
        counts: c.rows.counts,
        ofX,
        ofH,
        lanes,
        h: out,
        h2: out,
        dMask: out,
        dh2: step.dh,
        dMask2: out,
      };
      const run = (back: boolean, wanted: boolean) =>
        onArrays(kernels, all, (p) => {
          kernels.run.gruGroupForward(batch, units, groupSize, p.list, p.counts, stride, p.ofX, p.ofH, p.mask, carry, p.hPrev, p.h); // prettier-ignore
          kernels.run.gruLaneForward(batch, units, p.lanes, p.unitList, p.unitCounts, units, p.mask, carry, p.hPrev, p.h2); // prettier-ignore
          if (!back) return;
          kernels.run.gruGroupBackward(batch, units, groupSize, p.list, p.counts, stride, p.ofX, p.ofH, p.mask, carry, p.hPrev, p.dh, wanted ? p.dMask : NONE); // prettier-ignore
          kernels.run.gruLaneBackward(batch, units, p.lanes, p.unitList, p.unitCounts, units, p.mask, carry, p.hPrev, p.dh2, wanted ? p.dMask2 : NONE); // prettier-ignore
        }).after;
      for (const back of [false, true]) {
        for (const wanted of [false, true]) {
          const after = run(back, wanted);
          expect(after.h).toEqual(after.h2);
          expect(after.dh).toEqual(after.dh2);
          expect(after.dMask).toEqual(after.dMask2);
          eachGate(step, (panel, lane, gate, inside) => {
            const x = inside ? after.lanes[lane]! : 0;
            const h = inside ? after.lanes[gate === 2 ? lane + 1 : lane]! : 0;
            // Forward, the products of the state are left as they were, but r and z are in ofX.
            const wrongX = (inside || back) && after.ofX[panel] !== x;
            const wrongH = (gate === 2 || back) && (inside || back) && after.ofH[panel] !== h; // prettier-ignore
            if (wrongX || wrongH) expect.fail(`gate ${panel}: ${after.ofX[panel]}, ${after.ofH[panel]} instead of ${x}, ${h}`); // prettier-ignore
          });
        }
      }
    },
  );
});
