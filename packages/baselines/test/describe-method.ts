/** The contract that every method keeps; run over the registry. */
import {
  createModel,
  tf,
  unrollReference,
  useBackend,
  type ActivityObserver,
  type CellDefinition,
  type Gating,
  type Masks,
  type MethodDefinition,
  type RecurrentModel,
  type SequenceModel,
} from '@dsrnn/core';
import {
  centralDifferences,
  constantMasks,
  gradientsOf,
  lossOfModel,
  numbersOf,
  tensorsLeftBy,
  toyContext,
  toyMode,
  toySequences,
} from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';

const [BATCH, TIME, FEATURES, UNITS, OUTPUTS] = [2, 3, 3, 4, 2];

/** Methods whose MACs depend on the data, so that a plan can only state the target. */
const DATA_DEPENDENT = new Set(['delta']);

/** Tests of `method` over `cell`, with its defaults but for `settings`. */
export function describeMethod(
  method: MethodDefinition,
  cell: CellDefinition,
  settings: Readonly<Record<string, unknown>> = {},
): void {
  const context = toyContext(method, cell, {
    units: UNITS,
    features: FEATURES,
    time: TIME,
    config: method.config.parse({ kind: method.kind, ...settings }),
  });
  const create = (seed = 2): RecurrentModel => method.create(context, createRng(seed));
  const withHead = (seed = 2): SequenceModel => {
    const rng = createRng(seed);
    return createModel(method.create(context, rng), { kind: 'last', outputs: OUTPUTS }, rng);
  };
  const sequences = (): tf.Tensor3D => toySequences(BATCH, TIME, FEATURES, createRng(1));

  describe(`method ${method.kind} over ${cell.kind} ${JSON.stringify(settings)}`, () => {
    beforeAll(() => useBackend('wasm'));

    it('frees all that it made, after a forward and a backward pass', () => {
      const left = tensorsLeftBy(() => {
        const model = create();
        const xs = sequences();
        gradientsOf(model.parameters, () => lossOfModel(model, xs, model.gating(toyMode())));
        tf.tidy(() => void lossOfModel(model, xs, model.gating(toyMode(false))));
        xs.dispose();
        model.dispose();
      });
      expect(left).toBe(0);
    });

    it('gives the same bits from the same seed, and others from another', () => {
      const run = (seed: number): unknown => {
        const model = create(seed);
        const xs = sequences();
        const gradients = gradientsOf(model.parameters, () =>
          lossOfModel(model, xs, model.gating(toyMode())),
        );
        const loss = tf.tidy(() => numbersOf(lossOfModel(model, xs, model.gating(toyMode()))));
        xs.dispose();
        model.dispose();
        return { loss, gradients };
      };
      expect(run(2)).toEqual(run(2));
      expect(run(2)).not.toEqual(run(3));
    });

    it('draws its cell from the stream that all methods share', () => {
      const model = create();
      const { settings } = model;
      const initial = cell.init(settings, FEATURES, createRng(2).fork('init/cell'));
      for (const [name, tensor] of Object.entries(initial)) {
        const mask = model.buffers[`mask.${name}`];
        const expected = tf.tidy(() => numbersOf(mask === undefined ? tensor : tf.mul(tensor, mask)));
        expect(numbersOf(model.parameters[name] as tf.Tensor), name).toEqual(expected);
        tensor.dispose();
      }
      model.dispose();
    });

    it('has the units, parameters and MACs that its plan says', () => {
      const plan = method.plan(context);
      const model = create();
      expect(model.settings.units).toBe(plan.units);
      // A frozen router is not trained; the static control drops its router when it freezes the mask.
      const kept = Object.entries(model.parameters).filter(
        ([name]) =>
          model.rateScale[name] !== 0 &&
          (method.kind !== 'static-router-mean' || !name.startsWith('router.')),
      );
      const held = kept.flatMap(([name]) => {
        const mask = model.buffers[`mask.${name}`];
        return mask === undefined ? [] : numbersOf(mask).filter((bit) => bit === 0);
      });
      const trained = kept.reduce((sum, [, { size }]) => sum + size, 0) - held.length;
      // A weight mask rounds its ones matrix by matrix, a plan once.
      const rounding = held.length === 0 ? 0 : cell.weightMatrices(model.settings, FEATURES).length;
      expect(Math.abs(plan.parameters - trained)).toBeLessThanOrEqual(rounding);

      const macs = model.macs(measured(model));
      expect(macs.dense).toBe(plan.macs.dense);
      expect(macs.router).toBe(plan.macs.router);
      expect(plan.macs.total).toBe(plan.macs.core + plan.macs.router);
      if (!DATA_DEPENDENT.has(method.kind)) {
        expect(Math.abs(macs.core - plan.macs.core)).toBeLessThanOrEqual(rounding);
      }
      model.dispose();
    });

    it('spends less than the dense core exactly if it is sparse', () => {
      // At the sizes of an experiment: a router costs more than the whole of a toy cell.
      const { macs } = method.plan(toyContext(method, cell, { units: 64, features: 28, time: 28 }));
      if (method.sparse) expect(macs.core).toBeLessThan(macs.dense);
      else expect(macs.core).toBe(macs.dense);
    });

    it('is its saved values: written into another model, they give the same outputs', () => {
      const [first, second] = [withHead(2), withHead(3)];
      const xs = sequences();
      const outputs = (model: SequenceModel): number[] =>
        tf.tidy(() => numbersOf(model.forward(xs, toyMode(false)).outputs));
      const wanted = outputs(first);
      expect(outputs(second)).not.toEqual(wanted);
      expect(Object.keys(second.saved)).toEqual(Object.keys(first.saved));
      for (const [name, variable] of Object.entries(first.saved)) second.saved[name]?.assign(variable);
      // A fixed mask lives in a buffer too, so that nothing of the other seed is left.
      expect(outputs(second)).toEqual(wanted);
      xs.dispose();
      first.dispose();
      second.dispose();
    });

    it('keeps its config through text and refuses an unknown field', () => {
      const settings = context.config as Record<string, unknown>;
      expect(method.config.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
      expect(method.config.safeParse({ ...settings, typo: 1 }).success).toBe(false);
    });

    it('passes on gradients that are 0 exactly where a weight mask is', () => {
      const model = create();
      const xs = sequences();
      tf.tidy(() => {
        const variables = Object.entries(model.parameters);
        const { grads } = tf.variableGrads(
          () => lossOfModel(model, xs, model.gating(toyMode())),
          variables.map(([, variable]) => variable),
        );
        const raw = Object.fromEntries(
          variables.map(([name, variable]) => [name, grads[variable.name] as tf.Tensor]),
        );
        const passed =
          model.onGradients === undefined ? raw : model.onGradients(0, raw, { maskMoments: () => undefined });
        for (const [name, gradient] of Object.entries(raw)) {
          const mask = model.buffers[`mask.${name}`];
          const expected = mask === undefined ? gradient : tf.mul(gradient, mask);
          expect(numbersOf(passed?.[name] as tf.Tensor), name).toEqual(numbersOf(expected));
        }
      });
      xs.dispose();
      model.dispose();
    });

    describe('on the cpu backend', () => {
      beforeAll(() => useBackend('cpu'));

      it('has the gradient of central differences in the cell, its masks held', () => {
        const model = create();
        const xs = sequences();
        const gating = held(model, xs);
        const sent: string[] = [];
        const loss = (): tf.Scalar => {
          if (gating.kind === 'delta') sent.push(transmissions(model, xs, gating));
          return lossOfModel(model, xs, gating);
        };
        const base = gating.kind === 'delta' ? tf.tidy(() => transmissions(model, xs, gating)) : '';
        const actual = gradientsOf(model.parameters, loss);
        let [compared, skipped] = [0, 0];
        for (const name of Object.keys(cell.init(model.settings, FEATURES, createRng(1)))) {
          sent.length = 0;
          const variable = model.parameters[name] as tf.Variable;
          const at = numbersOf(variable);
          const expected = centralDifferences(variable, loss);
          // Small slopes are compared as closely as large ones, down to what float32 resolves.
          const scale = Math.max(...expected.map(Math.abs));
          const tolerance = Math.max(5e-5, 0.1 * Math.min(0.01, scale));
          expected.forEach((slope, i) => {
            // |w| has a kink at 0, where a weight mask holds it: the gradient is that of a growing weight.
            if (at[i] === 0 && cell.kind === 'ltc' && model.buffers[`mask.${name}`] !== undefined) return;
            // A weight whose change makes a channel cross its threshold has no slope here.
            if (sent.length > 0 && (sent[2 * i] !== base || sent[2 * i + 1] !== base)) {
              skipped += 1;
              return;
            }
            compared += 1;
            expect(Math.abs((actual[name]?.[i] as number) - slope), `${name} ${String(i)}`).toBeLessThan(
              tolerance,
            );
          });
          expect(scale, name).toBeGreaterThan(5e-4);
        }
        expect(skipped).toBeLessThan(compared / 4);
        xs.dispose();
        model.dispose();
      });
    });
  });

  /** Activity of a model on toy data, as the trainer measures it. */
  function measured(model: RecurrentModel): { x: number; h: number } {
    const counts = { x: [] as number[], h: [] as number[] };
    const xs = sequences();
    const active = (mask: tf.Tensor2D | null, n: number): number =>
      mask === null
        ? n
        : (tf.mean(tf.sum(tf.cast(tf.notEqual(mask, 0), 'float32'), 1)).dataSync()[0] as number);
    tf.tidy(() => {
      unrollReference(xs, {
        cell,
        settings: model.settings,
        parameters: model.parameters,
        gating: model.gating(toyMode(false)),
        observe: (channels, mask) => {
          const n = channels === 'x' ? FEATURES : model.settings.units;
          counts[channels].push(active(mask as tf.Tensor2D | null, n));
        },
      });
    });
    xs.dispose();
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    return { x: mean(counts.x), h: mean(counts.h) };
  }
}

/** The gating of a training pass, with the masks that it chose as constants. */
function held(model: RecurrentModel, xs: tf.Tensor3D): Gating {
  const gating = model.gating(toyMode());
  if (gating.kind !== 'masked') return gating;
  const chosen: Masks[] = [];
  const { cell, settings, parameters } = model;
  tf.tidy(() => {
    const masks = {
      ...gating.masks,
      begin: (steps: readonly tf.Tensor2D[]) => {
        const sequence = gating.masks.begin(steps);
        return {
          ...sequence,
          at: (t: number, x: tf.Tensor2D, h: tf.Tensor2D) => {
            const { x: maskX, h: maskH } = sequence.at(t, x, h);
            chosen.push({ x: maskX === null ? null : tf.keep(tf.clone(maskX)), h: tf.keep(tf.clone(maskH)) });
            return { x: maskX, h: maskH };
          },
        };
      },
    };
    unrollReference(xs, { cell, settings, parameters, gating: { ...gating, masks } });
  });
  return { ...gating, masks: constantMasks(chosen) };
}

/** Which channels a delta network sends, as text. */
function transmissions(model: RecurrentModel, xs: tf.Tensor3D, gating: Gating): string {
  const sent: number[][] = [];
  const { cell, settings, parameters } = model;
  const observe: ActivityObserver = (_channels, mask) => {
    if (mask instanceof tf.Tensor) sent.push(numbersOf(mask));
  };
  unrollReference(xs, { cell, settings, parameters, gating, observe });
  return JSON.stringify(sent);
}
