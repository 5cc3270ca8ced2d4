import util from 'node:util';
import { describe, expect, test } from 'vitest';
import { tf } from '../../tensor/tf.ts';
import { useBackend } from '../backend.ts';
import { node } from '../node.ts';
import { verifyBackend } from '../verify-backend.ts';
import { OptionalPackages } from './optional-packages.ts';
import { startTensorFlow } from './tensorflow.ts';

// As on Node 23 and later, where the real package must load and compute too.
Reflect.deleteProperty(util, 'isNullOrUndefined');
Reflect.deleteProperty(util, 'isArray');

const obstacle = await node.obstacle();
const where = obstacle === null ? 'node' : `node (skipped: ${obstacle.problem}; npx dsrnn backend add node)`;

describe.skipIf(obstacle !== null)(where, () => {
  test('computes what the cpu backend computes, and says on what', async () => {
    const { facts, largestError } = await verifyBackend('node');
    expect(largestError).toBeLessThan(1e-5);
    expect(tf.getBackend()).toBe('tensorflow');
    expect(facts.packages['@tensorflow/tfjs-node']).toBe('4.22.0');
    expect(facts.packages['libtensorflow']).toMatch(/^2\./);
  });

  test('reads tensors without waiting, and frees them', async () => {
    await useBackend('node');
    const before = tf.memory().numTensors;
    const sum = tf.tidy(() => tf.add(tf.ones([3]), 1));
    expect([...sum.dataSync()]).toEqual([2, 2, 2]);
    sum.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('keeps the other TensorFlow out of the process', async () => {
    await useBackend('node');
    const other = new OptionalPackages('node-gpu', 'add node-gpu');
    await expect(startTensorFlow('node-gpu', '@tensorflow/tfjs-node-gpu', other)).rejects.toThrow(
      'backend "node-gpu": this process has loaded "node", and TensorFlow can be loaded only once',
    );
  });
});
