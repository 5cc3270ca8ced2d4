import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BackendError } from '../errors.ts';
import { tf } from '../tensor/tf.ts';
import { defaultEngine, hostMemory, useBackend } from './backend.ts';
import { deviceMemoryLimit } from './memory-limit.ts';
import { nodeGpuObstacle } from './on-node/node-gpu.ts';
import { backendDefinition, backendDefinitions, backendName } from './registry.ts';
import { verifyBackend } from './verify-backend.ts';

test('every backend has a file of its name, and every obstacle says what to do', async () => {
  const files = readdirSync(new URL('.', import.meta.url));
  expect(backendName.options).toEqual(['wasm', 'cpu', 'webgpu', 'node', 'node-gpu']);
  for (const { name, title, obstacle } of backendDefinitions) {
    expect(files).toContain(`${name}.ts`);
    expect(title).not.toBe('');
    const found = await obstacle();
    if (found !== null) expect([found.problem, found.remedy]).not.toContain('');
  }
});

test.each(['wasm', 'cpu'] as const)('%s is there after a plain install and computes', async (name) => {
  expect(await backendDefinition(name).obstacle()).toBeNull();
  const { facts, largestError } = await verifyBackend(name);
  expect(largestError).toBeLessThan(1e-5);
  expect(facts).toMatchObject({ emulated: false, largestTensorBytes: null });
  expect(tf.getBackend()).toBe(name);
  expect(hostMemory()).toBe(true);
});

test('our kernels are the default of wasm alone', () => {
  const fused = backendName.options.filter((name) => defaultEngine(name) === 'fused');
  expect(fused).toEqual(['wasm']);
});

test('a backend with an obstacle does not start: its error has problem and next step', async () => {
  for (const { name, obstacle } of backendDefinitions) {
    const found = await obstacle();
    if (found === null) continue;
    const error: unknown = await useBackend(name).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BackendError);
    expect((error as Error).message).toBe(`backend "${name}": ${found.problem}; ${found.remedy}`);
  }
});

test('node-gpu names the missing driver before its packages', () => {
  expect(nodeGpuObstacle('linux', join(tmpdir(), 'no-driver-here'))?.problem).toMatch(/no NVIDIA driver/);
  expect(nodeGpuObstacle('darwin')?.problem).toMatch(/no GPU library for darwin/);
});

describe('the memory limit', () => {
  test('is read in MB of a million bytes', () => {
    expect(deviceMemoryLimit({})).toBeNull();
    expect(deviceMemoryLimit({ DSRNN_DEVICE_MEMORY_MB: '1500' })).toBe(1.5e9);
  });

  test.each(['0', '-1', '1.5', '2GB', 'all'])('%s is refused', (text) => {
    expect(() => deviceMemoryLimit({ DSRNN_DEVICE_MEMORY_MB: text })).toThrow(
      `DSRNN_DEVICE_MEMORY_MB is "${text}": expected a whole number of megabytes, at least 1`,
    );
  });
});
