import { expect, test } from 'vitest';
import type { GridRun } from './expand-grid.ts';
import { registries } from '../identity/registered.ts';
import { guessedThroughput, speedKey, tryThroughput } from './throughput.ts';

/** A tiny run on a task of four parts, under a strategy or none. */
const run = (strategy?: { readonly kind: string }): GridRun =>
  ({
    key: 'none',
    labels: {},
    spec: {
      architecture: { kind: 'lstm', units: 4 },
      method: { kind: 'dense' },
      sparsity: 0,
      sparsityOf: 'macs',
      task: { kind: 'sinusoids', tasks: 4, length: 8 },
      train: { steps: 100, batchSize: 4 },
      seed: 1,
      backend: 'wasm',
      engine: 'fused',
      ...(strategy === undefined ? {} : { strategy }),
    },
  }) as unknown as GridRun;

test('the speed that is tried is that of plain steps, however much a strategy does besides', async () => {
  const counted: number[] = [];
  const counting = {
    ...registries,
    plan: (spec: GridRun['spec']) => {
      const plan = registries.plan(spec);
      counted.push(plan.stepMacs);
      return plan;
    },
  };
  await tryThroughput([run({ kind: 'gem' })], counting, guessedThroughput);
  const plain = registries.plan(run().spec).stepMacs;
  expect(registries.plan(run({ kind: 'gem' }).spec).stepMacs).toBeGreaterThan(2 * plain);
  expect(counted).toEqual([plain]);
});

/** A machine that does 10⁹ MACs a second, its clock, and what was tried on it. */
function machine(macsPerSecond = 1e9) {
  let clock = 0;
  const tried: [pair: string, units: unknown, steps: number][] = [];
  const time = (spec: GridRun['spec'], length = { warmUp: 12, least: 5 }): Promise<number> => {
    const seconds = registries.plan(spec).stepMacs / macsPerSecond;
    const steps = length.warmUp + length.least + 2;
    clock += 1000 * steps * seconds;
    tried.push([speedKey(spec), spec.architecture['units'], steps]);
    return Promise.resolve(seconds);
  };
  return { time, now: () => clock, tried };
}

const ofUnits = (kind: string, units: number): GridRun => {
  const { spec } = run();
  return { ...run(), spec: { ...spec, architecture: { kind, units }, train: { steps: 100, batchSize: 64 } } };
};

test('trying takes no longer than it may: smaller runs stand for costly ones, and what is too long even so is reckoned', async () => {
  const { time, now, tried } = machine();
  const runs = [ofUnits('lstm', 8), ofUnits('lstm', 1024), ofUnits('gru', 16), ofUnits('ltc', 1024)];
  const found = await tryThroughput(runs, registries, guessedThroughput, 2, time, now);
  expect(tried.map(([pair, units]) => [pair, units])).toEqual([
    ['lstm dense', 8], // the pace
    ['lstm dense', 8],
    ['gru dense', 16],
  ]);
  expect(found).toMatchObject({ basis: 'trial steps', runs: 2, smaller: 1, reckoned: 1 });
  expect(Object.keys(found.byPair)).toEqual(['lstm dense', 'gru dense']);
  for (const speed of Object.values(found.byPair)) expect(speed / 1e9).toBeCloseTo(1);
  expect(now()).toBeLessThan(2000);
});

test('with time enough the costliest run of each pair is tried', async () => {
  const { time, now, tried } = machine();
  const runs = [ofUnits('lstm', 8), ofUnits('lstm', 64), ofUnits('gru', 16)];
  const found = await tryThroughput(runs, registries, guessedThroughput, 1000, time, now);
  expect(tried.map(([, units]) => units)).toEqual([8, 64, 16]);
  expect(found.smaller).toBeUndefined();
  expect(found.reckoned).toBeUndefined();
});

test('a machine slower than was guessed is found out by the first trial', async () => {
  const { time, now } = machine(1e7);
  const runs = ['lstm', 'gru', 'ltc'].flatMap((kind) =>
    [8, 16, 32, 64, 128, 256].map((units) => ofUnits(kind, units)),
  );
  await tryThroughput(runs, registries, guessedThroughput, 10, time, now);
  expect(now()).toBeLessThan(12_000);
});
