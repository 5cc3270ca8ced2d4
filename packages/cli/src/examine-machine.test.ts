import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examineFolder, examineKernels, examineNode, examineWorkerNode } from './examine-machine.ts';
import type { Host } from './session.ts';

test.each([
  ['20.18.3', 'wrong'],
  ['20.19.0', 'ok'],
  ['18.20.8', 'wrong'],
  ['24.1.0', 'ok'],
])('Node %s is %s', (version, state) => {
  expect(examineNode(version).state).toBe(state);
});

test('the kernels load', async () => {
  expect(await examineKernels()).toEqual({ what: 'kernels', state: 'ok', detail: 'load', remedy: '' });
});

test('workers that are to run on the Node of the command do, and nothing is said to be missing', async () => {
  const env = { DSRNN_WORKER_NODE: 'own' };
  expect(await examineWorkerNode({ env } as unknown as Host)).toEqual({
    what: 'node of workers',
    state: 'ok',
    detail: `Node ${process.version}, vectors of 128 bits`,
    remedy: '',
  });
});

test('a writable folder is ok and stays empty; a place under a file is wrong and names the way out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dsrnn-doctor-'));
  try {
    expect(examineFolder('runs', folder, 'move it')).toMatchObject({ state: 'ok', remedy: '' });
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(join(folder, 'file'), '');
    expect(examineFolder('runs', join(folder, 'file', 'below'), 'move it')).toMatchObject({
      state: 'wrong',
      remedy: 'move it',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
