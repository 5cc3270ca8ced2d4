import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { tf } from '../../tensor/tf.ts';
import { deviceFault, hostMemory, useBackend } from '../backend.ts';
import { readBack } from '../read-back.ts';
import { webgpu } from '../webgpu.ts';

const obstacle = await webgpu.obstacle();
const where =
  obstacle === null
    ? 'webgpu'
    : `webgpu (skipped: ${obstacle.problem}; npx dsrnn backend add webgpu --software)`;

describe.skipIf(obstacle !== null)(where, () => {
  test('computes what the cpu backend computes, forward and backward, with one copy of tfjs', async () => {
    const work = async (): Promise<number[]> => {
      const x = tf.tensor2d([1, -2, 3, 0.5, 0.25, -1], [2, 3]);
      const y = tf.tensor2d([0.5, 1, -1, 2, 0.1, -0.3], [3, 2]);
      const gradient = tf.grad((v) => tf.sum(tf.sigmoid(tf.matMul(v, y))))(x);
      return Array.from(await readBack(gradient));
    };
    await useBackend('cpu');
    const expected = await work();
    expect(hostMemory()).toBe(true);
    await useBackend('webgpu');
    expect(tf.getBackend()).toBe('webgpu');
    expect(hostMemory()).toBe(false);
    const actual = await work();
    actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    expect(deviceFault()).toBeNull();
  });

  test('sums more tensors than a kernel takes buffers, and frees what is between', async () => {
    await useBackend('webgpu');
    const terms = Array.from({ length: 50 }, (_, i) => tf.tensor1d([i, 1]));
    await readBack(terms[49]!);
    const before = tf.backend().numDataIds();
    const sum = tf.addN(terms);
    expect([...(await readBack(sum))]).toEqual([1225, 50]);
    sum.dispose();
    expect(tf.backend().numDataIds()).toBe(before);
    tf.dispose(terms);
  });

  test('reads floats, also of truth values that were cast', async () => {
    await useBackend('webgpu');
    const mask = tf.cast(tf.greater(tf.tensor1d([1, -1, 2]), 0), 'float32');
    const values = await readBack(mask);
    expect(values).toBeInstanceOf(Float32Array);
    expect([...values]).toEqual([1, 0, 1]);
  });

  test('says what it computes on', async () => {
    await useBackend('webgpu');
    const facts = await webgpu.describe();
    expect(facts.device).not.toBe('');
    expect(facts.largestTensorBytes).toBeGreaterThanOrEqual(128 * 2 ** 20);
    expect(facts.packages).toEqual({ '@tensorflow/tfjs-backend-webgpu': '4.22.0', webgpu: '0.6.2' });
  });

  test.each([
    ['lost', /the GPU was lost \(destroyed\)/],
    ['validation', /the GPU refused an operation: .*this is a bug/],
  ])('a device that is %s shows in the next numbers that are read, and stays so', async (what, message) => {
    const { first, again } = await faultyProcess(what, {});
    expect(first).toMatchObject({ name: 'BackendError' });
    expect(first.message).toMatch(message);
    expect(again.message).toBe(first.message);
  });

  test('a GPU that gives no device is a clear error, and is asked anew the next time', async () => {
    const { first, again } = await faultyProcess('no device', {});
    expect(first).toMatchObject({ name: 'BackendError' });
    expect(first.message).toMatch(/^backend "webgpu": the GPU gave no device \(.+\); use fewer workers/);
    expect(again).toEqual({ name: 'none', message: '' });
  });

  test('a tensor that is too large is refused at once, with the largest size', async () => {
    const { first } = await faultyProcess('too large', {});
    expect(first.message).toMatch(/a tensor of [0-9.]+ MB is larger than the largest that this GPU holds/);
  });

  test('an allocation that would pass the memory limit names limit, size and what to do', async () => {
    const { first } = await faultyProcess('limit', { DSRNN_DEVICE_MEMORY_MB: '3' });
    expect(first.name).toBe('BackendError');
    expect(first.message).toMatch(
      /a buffer of 2\.0 MB beside the 2\.\d MB in use would pass the limit of 3\.0 MB; use smaller batches/,
    );
  });

  test('buffers that are kept for reuse only do not count against the limit', async () => {
    const { first } = await faultyProcess('reuse', { DSRNN_DEVICE_MEMORY_MB: '3' });
    expect(first).toEqual({ name: 'none', message: '' });
  });

  test('a limit that is no number keeps the backend from starting', async () => {
    const { first } = await faultyProcess('limit', { DSRNN_DEVICE_MEMORY_MB: '2 GB' });
    expect(first.message).toContain('DSRNN_DEVICE_MEMORY_MB is "2 GB": expected a whole number of megabytes');
  });
});

interface Told {
  readonly name: string;
  readonly message: string;
}

/** What a process in which `what` happens to the device says when it reads numbers, and when it starts again. */
async function faultyProcess(
  what: string,
  env: Record<string, string>,
): Promise<{ readonly first: Told; readonly again: Told }> {
  const script = new URL('../../../test/faulty-device.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, what], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as { first: Told; again: Told };
}
