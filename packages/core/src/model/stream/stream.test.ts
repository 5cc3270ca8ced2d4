/** Streams against whole sequences: the same outputs at every step, whatever the cell and the gating. */
import { createRng } from '@dsrnn/portable';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  dense,
  delta,
  given,
  routed,
  toyModel,
  type ToyGating,
  type ToySizes,
} from '../../../test/stream-models.ts';
import { toyMode, toySequences } from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import { streamKernels, useEngine, type EngineName } from '../../backends/engine.ts';
import type { CellDefinition } from '../../cells/cell.ts';
import { cells } from '../../cells/registry.ts';
import type { ReadoutKind } from '../../engines/recurrence.ts';
import { estimators } from '../../gating/estimators/registry.ts';
import { tf } from '../../tensor/tf.ts';
import type { SequenceModel } from '../model.ts';
import { createStream, type Stream } from './stream.ts';

const everyCell = cells as readonly unknown[] as readonly CellDefinition[];
const TIME = 6;

beforeAll(() => useBackend('wasm'));

function inputs({ features, seed }: ToySizes): Float32Array[] {
  return tf.tidy(() => {
    const xs = toySequences(1, TIME, features, createRng(seed).fork('xs')).dataSync<'float32'>();
    return Array.from({ length: TIME }, (_, t) => xs.slice(t * features, (t + 1) * features));
  });
}

/** Outputs of `forward` over the first 1, 2, … steps, and mean channels active over all of them. */
async function whole(
  engine: EngineName,
  model: SequenceModel,
  xs: readonly Float32Array[],
): Promise<{ readonly outputs: readonly Float32Array[]; readonly x: number; readonly h: number }> {
  await useEngine(engine);
  const features = (xs[0] as Float32Array).length;
  const { units } = model.recurrent.settings;
  const counts: Record<'x' | 'h', number[]> = { x: [], h: [] };
  const outputs = xs.map((_, t) =>
    tf.tidy(() => {
      counts.x.length = counts.h.length = 0;
      const read = tf.tensor3d(
        xs.slice(0, t + 1).flatMap((x) => [...x]),
        [1, t + 1, features],
      );
      const { outputs } = model.forward(read, toyMode(false), (channels, active) => {
        const all = channels === 'x' ? features : units;
        const count =
          active instanceof tf.Tensor
            ? (tf.sum(tf.cast(tf.notEqual(active, 0), 'float32')).dataSync()[0] as number)
            : (active ?? all);
        counts[channels].push(count);
      });
      return outputs.dataSync<'float32'>().slice(-model.readout.outputs);
    }),
  );
  return { outputs, x: meanOf(counts.x), h: meanOf(counts.h) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Largest difference, as a share of the largest entry or of 1. */
function apart(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  const scale = Math.max(1, ...b.map(Math.abs));
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number)))) / scale;
}

async function expectSame(
  cell: CellDefinition,
  size: ToySizes,
  gated: ToyGating,
  readout: ReadoutKind,
  config: Record<string, unknown> = {},
): Promise<void> {
  const model = toyModel(cell, size, gated, readout, config);
  const xs = inputs(size);
  const stream = createStream(model);
  expect(stream.features).toBe(size.features);
  const active: { x: number; h: number }[] = [];
  const outputs = xs.map((x) => {
    const y = stream.step(x).slice();
    active.push({ ...stream.active });
    return y;
  });
  stream.dispose();
  for (const engine of ['fused', 'reference'] as const) {
    const expected = await whole(engine, model, xs);
    outputs.forEach((y, t) => {
      expect(apart(y, expected.outputs[t] as Float32Array), `${engine}, step ${String(t)}`).toBeLessThan(
        3e-5,
      );
    });
    expect(meanOf(active.map(({ x }) => x))).toBeCloseTo(expected.x, 4);
    expect(meanOf(active.map(({ h }) => h))).toBeCloseTo(expected.h, 4);
  }
  await useEngine('fused');
  model.dispose();
}

const sizes = fc.record({
  features: fc.integer({ min: 1, max: 9 }),
  // Now and then several groups of whole panels.
  units: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 13 }) },
    { weight: 1, arbitrary: fc.constantFrom(29, 40) },
  ),
  seed: fc.integer({ min: 1, max: 1000 }),
});
const readouts = fc.constantFrom<ReadoutKind>('last', 'mean', 'steps');
const inactives = fc.constantFrom('carry' as const, 'zero' as const);

describe.each(everyCell.map((cell) => [cell.kind, cell] as const))('a stream of %s', (_kind, cell) => {
  const nonlinear = cell.recurrence === 'nonlinear';
  const same = (gated: fc.Arbitrary<ToyGating>, numRuns: number, config = {}): Promise<void> =>
    fc.assert(
      fc.asyncProperty(sizes, gated, readouts, (size, how, readout) =>
        expectSame(cell, size, how, readout, config),
      ),
      { numRuns, seed: 5 },
    );

  it('is the dense cell', () => same(fc.constant(dense), 15));

  it('is the delta network, though it adds up differences', () =>
    same(
      fc
        .tuple(fc.constantFrom(0, 0.05, 0.4, 0.9), fc.constantFrom(0, 0.02, 0.1, 0.3))
        .map(([x, h]) => delta(x, h)),
      40,
    ));

  it('asks the router at every step', () =>
    same(
      fc
        .record({
          input: fc.constantFrom(
            'x' as const,
            'ema' as const,
            nonlinear ? ('xh' as const) : ('ema' as const),
          ),
          estimator: fc.constantFrom(...estimators.map(({ kind }) => kind)),
          maskInputs: fc.boolean(),
          inactive: inactives,
          share: fc.constantFrom(0.01, 0.3, 0.6, 1),
          shareX: fc.constantFrom(0.3, 0.6, 1),
        })
        .map(({ input, ...rest }) => routed(input, rest)),
      60,
    ));

  it.each(nonlinear ? (['current', 'previous'] as const) : (['current'] as const))(
    'asks the router about groups, reading what is written in the step: %s',
    (read) =>
      same(
        fc
          .record({
            input: fc.constantFrom(
              'x' as const,
              'ema' as const,
              nonlinear ? ('xh' as const) : ('ema' as const),
            ),
            estimator: fc.constantFrom(...estimators.map(({ kind }) => kind)),
            maskInputs: fc.boolean(),
            inactive: inactives,
            read: fc.constant(read),
            groupSize: read === 'previous' ? fc.constantFrom(1, 3, 4, 8, 16) : fc.constantFrom(3, 4, 8, 16),
            share: fc.constantFrom(0.01, 0.3, 0.6, 1),
          })
          .map(({ input, ...rest }) => routed(input, rest)),
        40,
      ),
  );

  it('takes masks that are the same for all inputs', () =>
    same(
      fc
        .record({
          maskInputs: fc.boolean(),
          inactive: inactives,
          read: nonlinear
            ? fc.constantFrom('current' as const, 'previous' as const)
            : fc.constant('current' as const),
        })
        .map((how) => given(how)),
      25,
    ));

  const size = { features: 5, units: 11, seed: 8 };
  const gatings = [
    ['dense', dense],
    ['delta', delta(0.1, 0.05)],
    ['masked', routed(nonlinear ? 'xh' : 'ema')],
    ...(nonlinear
      ? [
          [
            'masked, reading the step before, in groups',
            routed('ema', { read: 'previous', groupSize: 4 }),
          ] as const,
          [
            'masked, reading the step before, in groups of panels',
            routed('ema', { read: 'previous', groupSize: 8 }),
          ] as const,
        ]
      : []),
    ['masked, reading a mean of inputs', routed('ema', { estimator: 'hard-concrete' })],
  ] as const;

  it.each(gatings)('goes on from a saved state with the same bits: %s', (_name, gated) => {
    const model = toyModel(cell, size, gated, 'mean');
    const xs = inputs(size);
    const [first, second] = [createStream(model), createStream(model)];
    const half = TIME / 2;
    for (const x of xs.slice(0, half)) first.step(x);
    const state = structuredClone(first.save());
    const rest = run(first, xs.slice(half));
    second.step(xs[4] as Float32Array); // something that the restored state must replace
    second.restore(state);
    expect(run(second, xs.slice(half))).toEqual(rest);
    expect(second.save()).toEqual(first.save());
    free(model, first, second);
  });

  it.each(gatings)('begins anew after reset, whatever other streams do: %s', (_name, gated) => {
    const model = toyModel(cell, size, gated, 'mean');
    const xs = inputs(size);
    const [first, second] = [createStream(model), createStream(model)];
    const expected = run(first, xs);
    first.reset();
    const together = xs.map((x) => {
      const y = first.step(x).slice();
      second.step(x.map((value) => 1 - value));
      return y;
    });
    expect(together).toEqual(expected);
    free(model, first, second);
  });

  it.each(gatings)('takes no kernel memory while it runs: %s', (_name, gated) => {
    const model = toyModel(cell, size, gated, 'mean');
    const stream = createStream(model);
    const kernels = streamKernels();
    const before = [kernels?.memoryBytes, kernels?.arena.inUse];
    for (let i = 0; i < 20; i++) run(stream, inputs(size));
    expect([kernels?.memoryBytes, kernels?.arena.inUse]).toEqual(before);
    free(model, stream);
    expect(kernels?.arena.inUse).toBe(0);
  });

  it.each(gatings)('follows the parameters when it is told to: %s', (_name, gated) => {
    const model = toyModel(cell, size, gated);
    const other = toyModel(cell, { ...size, seed: 9 }, gated);
    const xs = inputs(size);
    const [stream, target] = [createStream(model), createStream(other)];
    const before = run(stream, xs);
    for (const [name, variable] of Object.entries(model.parameters)) {
      variable.assign(other.parameters[name] as tf.Variable);
    }
    stream.reset();
    expect(run(stream, xs)).toEqual(before);
    stream.refresh();
    expect(run(stream, xs)).toEqual(run(target, xs));
    free(model, stream, target);
    other.dispose();
  });
});

it('of S4D normalises over the active channels', () =>
  fc.assert(
    fc.asyncProperty(
      sizes,
      fc.constantFrom(dense, delta(0.1, 0.05), routed('ema'), routed('x', { estimator: 'hard-concrete' })),
      // One active channel would be 0 throughout, and two would bend sharply.
      (size, gated) =>
        expectSame(cellOf('s4d'), { ...size, units: size.units + 8 }, gated, 'last', {
          norm: 'layer',
          layers: 2,
        }),
    ),
    { numRuns: 20, seed: 5 },
  ));

it('an engine that is changed does not disturb a stream', async () => {
  const size = { features: 3, units: 6, seed: 2 };
  const model = toyModel(cellOf('lstm'), size, dense);
  const xs = inputs(size);
  const stream = createStream(model);
  const expected = run(stream, xs);
  stream.reset();
  stream.step(xs[0] as Float32Array);
  await whole('reference', model, xs);
  await whole('fused', model, xs);
  expect(run(stream, xs.slice(1))).toEqual(expected.slice(1));
  free(model, stream);
});

function cellOf(kind: string): CellDefinition {
  return everyCell.find((cell) => cell.kind === kind) as CellDefinition;
}

function run(stream: Stream, xs: readonly Float32Array[]): Float32Array[] {
  return xs.map((x) => stream.step(x).slice());
}

function free(model: SequenceModel, ...streams: readonly Stream[]): void {
  for (const stream of streams) stream.dispose();
  model.dispose();
}
