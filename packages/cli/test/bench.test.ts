import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchReport, withTables } from '@dsrnn/bench';
import { backendDefinitions } from '@dsrnn/core';
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';

test('bench --list prints cases with their MACs, as text and as JSON', async () => {
  const toy = openToy();
  const text = await toy.dsrnn('bench train-gru --list');
  expect(text.out).toMatch(/^case +MACs +what\ntrain-gru-dense +322,043,904 +GRU-128, batch 64/);
  const json = await toy.dsrnn('bench peak --list --json');
  expect(JSON.parse(json.out)).toMatchObject([{ id: 'peak', kind: 'kernel', macRatio: null }]);
});

test('an unknown case is a usage error that names the nearest', async () => {
  const call = await openToy().dsrnn('bench stream-lstm-dens --repeat 1');
  expect(call.code).toBe(2);
  expect(call.err).toContain(
    'unknown case "stream-lstm-dens"; did you mean "stream-lstm-dense"? (known: peak,',
  );
});

test('peers that are missing end it before anything is measured, with what to do', async () => {
  const call = await openToy().dsrnn('bench peak --peers', {
    ...{ DSRNN_PYTHON: '/no/such/python', DSRNN_WORKER_NODE: 'own' },
  });
  expect(call.code).toBe(1);
  expect(call.err).toMatch(/^error \(peer\): torch: no python3 .*; onnxruntime: no .*npm run bench:peers/);
  expect(call.err).not.toContain('bug');
});

test('a measurement is printed, written, and drawn into the page', async () => {
  const toy = openToy();
  const measured = await toy.dsrnn('bench peak --repeat 1 --json --out docs/performance.json');
  expect(measured.code).toBe(0);
  const printed = benchReport.parse(JSON.parse(measured.out));
  const file = join(toy.root, 'docs/performance.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(printed);
  const page = 'A page.\n\n<!-- bench:start -->\n<!-- bench:end -->\n';
  const path = toy.write('docs/performance.md', page);
  expect((await toy.dsrnn('bench --write-docs')).code).toBe(0);
  const renewed = readFileSync(path, 'utf8');
  expect(renewed).toBe(withTables(page, printed));
  expect(renewed).toMatch(/^\| peak +\|/m);
});

test('--write-docs without a measurement, or with a broken one, says what to do', async () => {
  const toy = openToy();
  const missing = await toy.dsrnn('bench --write-docs');
  expect([missing.code, missing.err]).toEqual([
    2,
    expect.stringMatching(/performance\.json: does not exist; measure/),
  ]);
  toy.write('docs/performance.json', '{"cases": []}');
  const broken = await toy.dsrnn('bench --write-docs');
  expect([broken.code, broken.err]).toEqual([
    2,
    expect.stringMatching(/performance\.json: is not a report of bench/),
  ]);
});

test('a bench of text has a table a kind', async () => {
  const { out, err } = await openToy().dsrnn('bench peak --repeat 1', { DSRNN_WORKER_NODE: 'own' });
  expect(out).toMatch(/^Kernels\n\ncase +ms +GFLOP\/s +share of peak\npeak +[\d.]+ +[\d.]+ +–\n/);
  expect(err).toMatch(
    /^measures 1 case on Node v[\d.]+, vectors of 128 bits, in 23s at most\nkernel: 1 case\ntook \d+s\n$/,
  );
});

test('--backend lists the training steps of another backend beside ours, whether it is here or not', async () => {
  const { code, out } = await openToy().dsrnn('bench train-gru-dense --backend node-gpu --list');
  expect(code).toBe(0);
  const ids = out.split('\n').map((line) => line.split(' ')[0]);
  expect(ids).toEqual(['case', 'train-gru-dense', 'train-gru-dense-node-gpu', '']);
});

test('an unknown backend is a usage error that names the nearest', async () => {
  const { code, err } = await openToy().dsrnn('bench --backend webgp');
  expect(code).toBe(2);
  expect(err).toContain('--backend: unknown backend "webgp"; did you mean "webgpu"? (known: wasm, cpu,');
});

test.each(['--peers', '--write-docs'])('%s with another backend is a usage error', async (option) => {
  const { code, out, err } = await openToy().dsrnn(`bench train-lstm-dense --backend cpu ${option}`);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(`${option}: belongs to the backend wasm, not to cpu; leave one of them out`);
});

test('a measurement of another backend is not drawn into the page', async () => {
  const toy = openToy();
  const { out } = await toy.dsrnn('bench peak --repeat 1 --json');
  const facts = { name: 'cpu', device: 'Toy 3000', driver: null, emulated: false, packages: {} };
  toy.write(
    'docs/performance.json',
    JSON.stringify({ ...benchReport.parse(JSON.parse(out)), backend: facts }),
  );
  const { code, err } = await toy.dsrnn('bench --write-docs');
  expect(code).toBe(2);
  expect(err).toMatch(
    /performance\.json: was measured on the backend cpu, and the page is about wasm; measure/,
  );
});

/** Backends that this machine does not have. Hardly any has all five. */
const absent: { name: string; problem: string; remedy: string }[] = [];
for (const { name, obstacle } of backendDefinitions) {
  const found = await obstacle();
  if (found !== null) absent.push({ name, ...found });
}

test.skipIf(absent.length === 0)('an absent backend is one error before anything is measured', async () => {
  const { name, problem, remedy } = absent[0]!;
  const { code, out, err } = await openToy().dsrnn(`bench train-lstm-dense --backend ${name}`);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^error \(backend\): /);
  expect(err).toContain(`backend "${name}": ${problem}; ${remedy}`);
  expect(err).not.toContain('train-lstm:');
});
