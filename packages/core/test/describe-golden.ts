/** Comparison of a cell with golden values from an independent float64 implementation, see fixtures/README.md. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../src/backends/backend.ts';
import type { CellDefinition } from '../src/cells/cell.ts';
import { canFuse } from '../src/engines/fused/unroll-fused.ts';
import { unroll } from '../src/engines/unroll/unroll.ts';
import type { Gating } from '../src/gating/gating.ts';
import { aheadOfState, type MaskSource } from '../src/gating/masks/mask-source.ts';
import { disposeParameters, type Parameters } from '../src/tensor/parameters.ts';
import { tf } from '../src/tensor/tf.ts';
import { gradientsOf, largestDifference, numbersOf } from './toys.ts';

/** A number, a vector, a matrix, … as JSON has it. */
export type Nested = number | readonly Nested[];

/** What the independent implementation gave under one gating. */
export interface GoldenCase {
  /** `[batch, time, units]` */
  readonly h: Nested;
  /** Σ coefficients · h */
  readonly loss: number;
  /** Of the loss, by parameter name and for `x`. */
  readonly gradients: Readonly<Record<string, Nested>>;
}

/** A fixture `fixtures/<kind>-golden.json`. */
export interface Golden {
  readonly sizes: {
    readonly batch: number;
    readonly time: number;
    readonly features: number;
    readonly units: number;
  };
  /** Settings of the cell that differ from its defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Threshold of the delta case, for inputs and hidden channels. */
  readonly theta: number;
  readonly parameters: Readonly<Record<string, Nested>>;
  readonly x: Nested;
  readonly coefficients: Nested;
  /** `[batch][time][channel]`, 0 or 1. */
  readonly masks: { readonly x: number[][][]; readonly h: number[][][] };
  readonly dense: GoldenCase;
  readonly ds: GoldenCase;
  readonly delta: GoldenCase;
}

const cases = ['dense', 'ds', 'delta'] as const;

/** The fixture of a cell. */
export function readGolden(kind: string): Golden {
  const file = new URL(`../fixtures/${kind}-golden.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Golden;
}

/** The numbers of a nested list, row-major. */
export function flat(nested: Nested): number[] {
  return typeof nested === 'number' ? [nested] : nested.flatMap(flat);
}

/** A tensor of a nested list. Caller owns it. */
export function tensorOf(nested: Nested): tf.Tensor {
  return tf.tensor(flat(nested), shapeOf(nested));
}

/** Tests that `cell`, on each backend, gives the outputs and gradients of its fixture. */
export function describeGolden(cell: CellDefinition): void {
  const golden = readGolden(cell.kind);
  const settings = cell.config.parse({ kind: cell.kind, units: golden.sizes.units, ...golden.settings });

  describe.each([
    ['wasm', 'reference'],
    ['cpu', 'reference'],
    ['wasm', 'fused'],
  ] as const)(
    `the ${cell.title} on %s, engine %s, agrees with an independent float64 one`,
    (backend, engine) => {
      let parameters: Parameters;
      let gatings: Readonly<Record<(typeof cases)[number], Gating>>;

      beforeAll(async () => {
        await useBackend(backend, engine);
        parameters = Object.fromEntries(
          Object.entries({ ...golden.parameters, x: golden.x }).map(([name, values]) => [
            name,
            tf.variable(tensorOf(values)),
          ]),
        );
        gatings = {
          dense: { kind: 'dense' },
          ds: { kind: 'masked', inactive: 'carry', masks: masksOf(golden) },
          delta: { kind: 'delta', thetaX: tf.scalar(golden.theta), thetaH: tf.scalar(golden.theta) },
        };
      });
      afterAll(() => disposeParameters(parameters));

      const outputs = (kind: (typeof cases)[number], differentiate: boolean): tf.Tensor => {
        const xs = parameters['x'] as tf.Tensor as tf.Tensor3D;
        const gating = gatings[kind];
        expect(engine === 'reference' || canFuse({ cell, gating })).toBe(true);
        return unroll(xs, { cell, settings, parameters, gating, readout: 'steps', differentiate }).output;
      };

      it.each(cases)('in every output, %s', (kind) => {
        const actual = tf.tidy(() => numbersOf(outputs(kind, false)));
        expect(largestDifference(actual, flat(golden[kind].h))).toBeLessThan(1e-5);
      });

      it.each(cases)('in loss and every gradient, %s', (kind) => {
        const coefficients = tensorOf(golden.coefficients);
        const loss = (differentiate = true): tf.Scalar =>
          tf.sum<tf.Scalar>(tf.mul(outputs(kind, differentiate), coefficients));
        expect(tf.tidy(() => loss(false).dataSync<'float32'>()[0])).toBeCloseTo(golden[kind].loss, 5);
        // Inputs are data to the fused engine: it gives them no gradient.
        const { x, ...own } = parameters;
        const asked = engine === 'fused' ? own : { ...own, x: x as tf.Variable };
        const { x: ofX, ...ofOwn } = golden[kind].gradients;
        const wanted = engine === 'fused' ? ofOwn : { ...ofOwn, x: ofX as Nested };
        const gradients = gradientsOf(asked, loss);
        expect(Object.keys(gradients).sort()).toEqual(Object.keys(wanted).sort());
        for (const [name, expected] of Object.entries(wanted)) {
          expect(largestDifference(gradients[name] as number[], flat(expected)), name).toBeLessThan(1e-5);
        }
        coefficients.dispose();
      });
    },
  );
}

function masksOf({ masks, sizes }: Golden): MaskSource {
  const block = (channels: number[][][]): tf.Tensor3D =>
    tf.tensor3d(
      Array.from({ length: sizes.time }, (_, t) => channels.map((sequence) => sequence[t] as number[])),
    );
  return aheadOfState('step', 'none', () => ({
    block: { x: block(masks.x), h: block(masks.h) },
    penalty: null,
  }));
}

function shapeOf(nested: Nested): number[] {
  return typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] as Nested)];
}
