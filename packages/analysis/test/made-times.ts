/** Wall-clock times made up for tests: they fall with the MACs, but never as far. Not results of anything. */
import { createRng } from '@dsrnn/portable';
import type { MeasuredTime, Observation, TimesRecord } from '@dsrnn/records';

/** A time in ms, 2 % below and 5 % above it where nothing is said. */
export function madeTime(median: number, least = 0.98 * median, most = 1.05 * median): MeasuredTime {
  return { median, least, most };
}

/**
 * Times of every place of the observations, none of `random-mask` as a stream. The size of the model is the number at
 * the end of the name of its architecture, else 64.
 */
export function madeTimes(
  observations: readonly Observation[],
  overrides: Partial<TimesRecord> = {},
): TimesRecord {
  const rng = createRng(13);
  const places = new Map<string, TimesRecord['places'][number]>();
  for (const { architecture, method, sparsity, task, macs } of observations) {
    const name = [architecture, method, String(sparsity), task].join('/');
    const noise = rng.fork(name);
    const size = Number(/\d+$/.exec(architecture)?.[0] ?? 64) / 64;
    const work = (fixed: number): number =>
      (fixed + (1 - fixed) * (macs.total / macs.dense)) * (1 + 0.06 * noise.uniform());
    places.set(name, {
      ...{ architecture, method, sparsity, task },
      trainMs: madeTime(20 * size * work(0.6) * (method === 'ds' ? 1.3 : 1)),
      streamMs: method === 'random-mask' ? null : madeTime(0.03 * size * size * work(0.15) + 0.004),
    });
  }
  return {
    format: 1,
    experiment: 'made-up',
    profile: 'quick',
    batchSize: 32,
    rounds: 3,
    machine: {
      ...{ cpu: 'Made-up Processor 9000', cores: 8, platform: 'linux', arch: 'x64' },
      ...{ node: 'v22.11.0', date: '2026-01-02' },
    },
    places: [...places.values()],
    ...overrides,
  };
}
