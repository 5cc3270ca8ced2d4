/** A process in which something happens to its GPU. Prints what reading numbers and starting again then say. */
import { readBack, tf, useBackend } from '@dsrnn/core';
import { findGpu } from '../src/backends/on-node/webgpu-adapter.ts';
import { webgpuDevice } from '../src/backends/on-node/webgpu.ts';

const happenings: Readonly<Record<string, () => Promise<void> | void>> = {
  lost: () => webgpuDevice()!.destroy(),
  // A buffer without a use is refused.
  validation: () => void webgpuDevice()!.createBuffer({ size: 16, usage: 0 } as { size: number }),
  'too large': () => void tf.zeros([2 ** 31]).add(1),
  limit: async () => {
    const held = [tf.ones([500_000]).add(1), tf.ones([500_000]).add(2)]; // of 2 MB each
    await Promise.all(held.map(readBack));
  },
  reuse: async () => {
    for (const size of [500_000, 400_000, 450_000]) {
      const ones = tf.ones([size]);
      const sum = tf.sum(ones);
      await readBack(sum);
      tf.dispose([ones, sum]);
    }
  },
};

/** Takes the one device that the adapter gives. */
async function useUp(): Promise<void> {
  await (await findGpu())!.adapter.requestDevice({ requiredFeatures: [], requiredLimits: {} });
}

const first = await told(async () => {
  if (process.argv[2] === 'no device') await useUp();
  await useBackend('webgpu');
  const before = tf.tensor1d([1, 2, 3]);
  await happenings[process.argv[2]!]!();
  await readBack(tf.square(before));
});
const again = await told(() => useBackend('webgpu'));
process.stdout.write(`${JSON.stringify({ first, again })}\n`, () => process.exit());

async function told(work: () => Promise<void>): Promise<{ name: string; message: string }> {
  try {
    await work();
    return { name: 'none', message: '' };
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message };
  }
}
