import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { fashionMnistSource } from '../sources/fashion-mnist.ts';
import { sourceState } from '../sources/read-source.ts';
import { fashionMnist, fashionMnistConfig } from './fashion-mnist.ts';

const state = await sourceState(fashionMnistSource, { cacheDir: '/nonexistent' });
const config = fashionMnistConfig.parse({
  ...{ kind: 'fashion-mnist', trainCount: 1000, validationCount: 200 },
});

describe(`Fashion-MNIST on this machine: ${state}`, () => {
  it.runIf(state === 'available from Debian')('has the official, balanced test split', async () => {
    const { train, validation, test, floors } = await fashionMnist.load(config, {
      cacheDir: temporaryFolder(),
    });
    expect([train.count, validation.count, test.count]).toEqual([1000, 200, 10_000]);
    for (let label = 0; label < 10; label++) {
      expect(test.targets.filter((target) => target === label)).toHaveLength(1000);
      expect(train.targets.filter((target) => target === label)).toHaveLength(100);
    }
    expect(floors[0]?.score).toBe(0.1);
    expect(floors[1]?.score).toBeGreaterThan(0.6);
  });

  it('is never replaced by something else: without files the error names both commands', async () => {
    const folder = temporaryFolder();
    await expect(fashionMnist.load(config, { cacheDir: folder, debianRoot: folder })).rejects.toThrow(
      /Fashion-MNIST is not on this machine; run `apt-get install dataset-fashion-mnist`.*`dsrnn data fetch fashion-mnist`/,
    );
  });
});
