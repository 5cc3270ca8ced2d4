import { expect, test } from 'vitest';
import { checkedDevice } from './checked-device.ts';
import type { Execute } from './serve-runs.ts';

const output = { trainMs: 1 } as Awaited<ReturnType<Execute>>;
const run = (execute: Execute): ReturnType<Execute> =>
  execute({} as Parameters<Execute>[0], {} as Parameters<Execute>[1]);
const lost = (): Error => new Error('the GPU was lost');

test('a run on a sound device ends as it ends', async () => {
  await expect(
    run(
      checkedDevice(
        async () => output,
        () => null,
      ),
    ),
  ).resolves.toBe(output);
  const broken = checkedDevice(
    () => Promise.reject(new RangeError('own bug')),
    () => null,
  );
  await expect(run(broken)).rejects.toThrow('own bug');
});

test('numbers of a device that reported an error are not handed out', async () => {
  await expect(run(checkedDevice(async () => output, lost))).rejects.toThrow('the GPU was lost');
});

test('an error that the device reports after the last numbers were read counts, too', async () => {
  let fault: Error | null = null;
  const late: Execute = async () => {
    setImmediate(() => (fault = lost()));
    return output;
  };
  await expect(run(checkedDevice(late, () => fault))).rejects.toThrow('the GPU was lost');
});

test('what was thrown because of the device is the cause of its error', async () => {
  const consequence = new Error('buffer could not be mapped');
  const execute: Execute = () => Promise.reject(consequence);
  await expect(run(checkedDevice(execute, lost))).rejects.toMatchObject({
    message: 'the GPU was lost',
    cause: consequence,
  });
});
