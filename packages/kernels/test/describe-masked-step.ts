/** What holds for a masked step on lanes, whichever cell it is of: its equations, its gradients, and what it leaves alone. */
import { describe, expect, it } from 'vitest';
import { expectClose } from './arrays.ts';
import { differences, dot } from './differences.ts';
import { listedNumbers, maskedCase, maskedCases, type MaskedCase } from './masked-steps.ts';

/** States of a unit; every unit has h. */
type State = 'h' | 'c';
/** What a step is differentiated by. */
export type StepInput = 'a' | 'mask' | `${State}Prev`;

/** A step, by its equations and on the kernels. Only a unit that remembers c has it. */
export interface MaskedStep {
  readonly states: readonly State[];
  /** How far the kernel's gates may be from those of the equations. */
  readonly tolerance: number;
  /** In 64 bits, with `value` in place of one of the case's arrays. */
  readonly step: (
    m: MaskedCase,
    carry: number,
    name?: StepInput,
    value?: ArrayLike<number>,
  ) => { readonly gates: Float64Array; readonly h: Float64Array; readonly c?: Float64Array };
  readonly forward: (
    m: MaskedCase,
    carry: number,
  ) => { readonly gates: Float32Array; readonly h: Float32Array; readonly c?: Float32Array };
  /** Blocks that it need not write hold 55. */
  readonly backward: (
    m: MaskedCase,
    carry: number,
    gates: Float32Array,
    wantMask?: boolean,
  ) => {
    readonly gates: Float32Array;
    readonly dh: Float32Array;
    readonly dc?: Float32Array;
    readonly dMask: Float32Array;
  };
}

/** Tests the step of a cell. */
export function describeMaskedStep(
  name: string,
  { states, tolerance, step, forward, backward }: MaskedStep,
): void {
  describe(`masked ${name}`, () => {
    it.each(maskedCases)('steps $units units, all listed: $all, carry $carry', ({ units, all, carry }) => {
      const m = maskedCase(units, units, all);
      const expected = step(m, carry);
      const after = forward(m, carry);
      const listed = listedNumbers(m, 4);
      const gates = expected.gates.map((x, i) => (listed[i] ? x : m.a[i]!));
      expectClose(after.gates, gates, tolerance);
      for (const state of states) {
        expectClose(after[state]!, expected[state]!, 6e-7);
        m.mask.forEach((share, i) => {
          if (share === 0 && !listed[4 * i]) expect(after[state]![i]).toBe(carry ? m[`${state}Prev`][i] : 0);
        });
      }
    });

    it('takes exactly the candidate where the mask is 1', () => {
      const m = maskedCase(3, 13, true);
      const ones = { ...m, mask: m.mask.map(() => 1), hPrev: m.hPrev.map((x) => 1e7 * x) };
      for (const state of states) expect(forward(ones, 1)[state]).toEqual(forward(ones, 0)[state]);
    });

    it.each(maskedCases)('has the gradients of $units units, all listed: $all, carry $carry', (shape) => {
      const { units, all, carry } = shape;
      const m = maskedCase(100 + units, units, all);
      const slopes = (input: StepInput): Float64Array =>
        differences((x) => {
          const after = step(m, carry, input, x);
          return states.reduce((sum, state) => sum + dot(after[state]!, m[`d${state}`]), 0);
        }, m[input]);
      const after = backward(m, carry, forward(m, carry).gates);
      const listed = listedNumbers(m, 4);
      const gates = slopes('a').map((x, i) => (listed[i] ? x : m.a[i]!));
      expectClose(after.gates, gates, 1e-6);
      for (const state of states) expectClose(after[`d${state}`]!, slopes(`${state}Prev`), 1e-6);
      const dMask = slopes('mask').map((x, i) => (listed[4 * i] ? x : 0));
      expectClose(after.dMask, dMask, 2e-6);
    });

    it('leaves out the gradient of the mask when it is not wanted', () => {
      const m = maskedCase(7, 13, false);
      const { gates } = forward(m, 1);
      const without = backward(m, 1, gates, false);
      const { dMask, ...rest } = backward(m, 1, gates);
      expect(without).toEqual({ ...rest, dMask: dMask.map(() => 55) });
    });
  });
}
