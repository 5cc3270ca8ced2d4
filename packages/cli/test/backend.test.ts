import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { backendDefinitions } from '@dsrnn/core';
import { beforeEach, expect, test } from 'vitest';
import { backendFinding } from '../src/examine-machine.ts';
import { openToy } from './open-toy.ts';
import type { ToyWorkspace } from './toy-workspace.ts';

let toy: ToyWorkspace;

beforeEach(() => {
  toy = openToy();
});

/** Backends that this machine does not have. Hardly any has all five. */
const absent: { name: string; problem: string; remedy: string }[] = [];
for (const { name, obstacle } of backendDefinitions) {
  const found = await obstacle();
  if (found !== null) absent.push({ name, ...found });
}

test('the list has every backend, those of a plain install computing, the others with what to do', async () => {
  const { code, out } = await toy.dsrnn('backend --json');
  expect(code).toBe(0);
  const states = JSON.parse(out) as { name: string; state: string; facts?: { device: string } }[];
  expect(states.map(({ name }) => name)).toEqual(['wasm', 'cpu', 'webgpu', 'node', 'node-gpu']);
  expect(states.slice(0, 2).map(({ state }) => state)).toEqual(['ok', 'ok']);
  expect(states[0]?.facts?.device).not.toBe('');
  for (const { name, problem, remedy } of absent) {
    expect(states.find((state) => state.name === name)).toMatchObject({ state: 'absent', problem, remedy });
  }
  const text = await toy.dsrnn('backend list');
  for (const { name, problem, remedy } of absent) {
    expect(text.out).toContain(`to do: ${name}: ${problem}; ${remedy}`);
  }
});

test('doctor says on what a backend computes, and that a GPU is emulated', () => {
  const facts = { memoryBytes: null, largestTensorBytes: 1, packages: {}, driver: 'SwiftShader 5' };
  const state = {
    state: 'ok',
    largestError: 0,
    facts: { ...facts, device: 'soft', emulated: true },
  } as const;
  expect(backendFinding('webgpu', state)).toEqual({
    what: 'backend webgpu',
    state: 'ok',
    detail: 'computes on soft (SwiftShader 5; software emulation)',
    remedy: '',
  });
  const real = { ...state, facts: { ...facts, device: 'RTX', emulated: false } };
  expect(backendFinding('webgpu', real).detail).toBe('computes on RTX (SwiftShader 5)');
});

test('doctor finds an optional backend absent, not wrong, and one that computes nonsense wrong', () => {
  const obstacle = { problem: 'no GPU was found', remedy: 'install a driver' };
  expect(backendFinding('webgpu', { state: 'absent', ...obstacle })).toEqual({
    what: 'backend webgpu',
    state: 'absent',
    detail: 'no GPU was found',
    remedy: 'install a driver',
  });
  expect(backendFinding('webgpu', { state: 'wrong', ...obstacle }).state).toBe('wrong');
});

test.skipIf(absent.length === 0)('a run on an absent backend is one error before the sweep', async () => {
  const { name, problem, remedy } = absent[0]!;
  const { code, out, err } = await toy.dsrnn(`run toy --backend ${name}`);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toBe(`error (backend): backend "${name}": ${problem}; ${remedy}\n`);
  const runs = join(toy.root, 'runs');
  expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([]);
});

test('a limit of device memory on a backend without a device is a notice', async () => {
  const { code, err } = await toy.dsrnn('run toy --seed-count 1 --device-memory 100');
  expect(code).toBe(0);
  expect(err).toContain('notice: --device-memory does nothing on backend wasm');
});

test.each([
  ['backend add', 'backend add: an argument is missing'],
  ['backend add cuda', 'Choices: "webgpu", "node", "node-gpu"'],
  ['backend add wasm', 'Choices: "webgpu", "node", "node-gpu"'],
  ['backend add node --software', '--software: belongs to webgpu, not to node'],
  ['backend remove', 'unknown argument "remove"'],
  ['run toy --device-memory 0', '--device-memory: expected a whole number, at least 1'],
  ['run toy --backend cuda', '(known: wasm, cpu, webgpu, node, node-gpu)'],
])('%s is refused', async (line, message) => {
  const { code, err } = await toy.dsrnn(line);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

const noDriver = absent.some(({ name, problem }) => name === 'node-gpu' && problem.includes('driver'));
const where = noDriver
  ? 'what cannot be added'
  : 'what cannot be added (skipped: this machine has an NVIDIA driver)';

test.skipIf(!noDriver)(
  `${where} is an error before anything is downloaded, or a notice if so asked`,
  async () => {
    const plain = await toy.dsrnn('backend add node-gpu');
    expect(plain.code).toBe(1);
    expect(plain.err).toMatch(
      /^error \(setup\): node-gpu: no NVIDIA driver was found, so no CUDA; use the backend webgpu/,
    );
    const asked = await toy.dsrnn('backend add node-gpu --if-possible');
    expect(asked.code).toBe(0);
    expect(asked.err).toMatch(/^notice: node-gpu was not added: node-gpu: no NVIDIA driver was found/);
  },
);
