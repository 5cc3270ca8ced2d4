/**
 * ONNX Runtime on one thread, measured when asked (see peer-protocol.ts). Its only argument is the folder that holds its
 * `node_modules`. A step is one call of `run`, whose promise is awaited: there is no other way to call it from Node.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { median } from '@dsrnn/portable';
import { serveLines } from '../process/serve-lines.ts';
import { onnxModel, type LayerWeights } from './onnx-model.ts';

interface Tensor {
  readonly data: Float32Array;
}
interface Session {
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
}
/** The little of onnxruntime-node that is used; it is not a dependency, so there are no types to import. */
interface Runtime {
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
  readonly InferenceSession: {
    create(model: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<Session>;
  };
  readonly env: { readonly versions: { readonly node?: string } };
}

const sizes = { features: z.int().positive(), units: z.int().positive() };
const request = z.union([
  z.strictObject({
    case: z.enum(['lstm-step', 'gru-step']),
    sizes: z.strictObject({ ...sizes, steps: z.int().positive().default(1) }),
    repeat: z.int().positive(),
  }),
  z.strictObject({
    check: z.enum(['lstm', 'gru']),
    ...sizes,
    wx: z.array(z.number()),
    wh: z.array(z.number()),
    b: z.array(z.number()),
    bn: z.array(z.number()),
    inputs: z.array(z.number()),
  }),
]);

const TURN_MS = 1500;
const WARM_UP_MS = 800;
const TIMING_MS = 10;

const load = createRequire(import.meta.url);
const runtime = load(join(process.argv[2] ?? '', 'node_modules', 'onnxruntime-node')) as Runtime;

/** A layer that keeps its state between calls. Takes x of one or more steps, `[steps, features]`; gives the last h. */
async function layerOf(weights: LayerWeights): Promise<(x: Float32Array) => Promise<Float32Array>> {
  const session = await runtime.InferenceSession.create(onnxModel(weights), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });
  const zero = (): Tensor =>
    new runtime.Tensor('float32', new Float32Array(weights.units), [1, 1, weights.units]);
  let h = zero();
  let c = zero();
  return async (x) => {
    const steps = x.length / weights.features;
    const input = new runtime.Tensor('float32', x, [steps, 1, weights.features]);
    const out = await session.run(weights.kind === 'lstm' ? { x: input, h0: h, c0: c } : { x: input, h0: h });
    h = out['h']!;
    if (weights.kind === 'lstm') c = out['c']!;
    return h.data;
  };
}

async function prepare(
  kind: 'lstm' | 'gru',
  { features, units, steps }: { readonly features: number; readonly units: number; readonly steps: number },
): Promise<Timed> {
  const gates = kind === 'lstm' ? 4 : 3;
  let state = 1;
  // Any numbers of this size do: a linear congruential generator, in (−1, 1)/√units.
  const random = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => {
      state = (state * 48271) % 2147483647;
      return (state / 1073741824 - 1) / Math.sqrt(units);
    });
  const step = await layerOf({
    ...{ kind, features, units },
    wx: random(features * gates * units),
    wh: random(units * gates * units),
    b: random(gates * units),
    bn: random(kind === 'gru' ? units : 0),
  });
  const x = random(steps * features);
  const time = async (repeats: number): Promise<number> => {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) await step(x);
    return performance.now() - start;
  };
  const start = performance.now();
  let calls = 0;
  while (performance.now() - start < WARM_UP_MS) {
    await step(x);
    calls += 1;
  }
  return { time, repeats: Math.max(1, Math.ceil((TIMING_MS * calls) / WARM_UP_MS)) };
}

interface Timed {
  /** Milliseconds of so many calls. */
  time(repeats: number): Promise<number>;
  readonly repeats: number;
}

const ready = new Map<string, Timed>();

const version = runtime.env.versions.node ?? 'unknown';
await serveLines({ name: 'onnxruntime', version, about: ['1 thread'] }, async (line) => {
  const asked = request.parse(line);
  if ('check' in asked) {
    const step = await layerOf({ ...asked, kind: asked.check });
    const outputs: number[] = [];
    for (let at = 0; at < asked.inputs.length; at += asked.features) {
      outputs.push(...(await step(Float32Array.from(asked.inputs.slice(at, at + asked.features)))));
    }
    return { outputs };
  }
  const kind = asked.case === 'lstm-step' ? 'lstm' : 'gru';
  const key = JSON.stringify([asked.case, asked.sizes]);
  const timed = ready.get(key) ?? (await prepare(kind, asked.sizes));
  ready.set(key, timed);
  await timed.time(Math.ceil(timed.repeats / 2));
  const samples: number[] = [];
  const start = performance.now();
  do samples.push((await timed.time(timed.repeats)) / (timed.repeats * asked.sizes.steps));
  while (samples.length < asked.repeat && performance.now() - start < TURN_MS);
  return { medianMs: median(samples), samples };
});
