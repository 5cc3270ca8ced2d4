import { backendDefinition } from '@dsrnn/core';
import { plainNode } from '@dsrnn/experiment';
import { expect, test } from 'vitest';
import { selectCases } from './cases/registry.ts';
import { benchReport } from './report.ts';
import { runBench } from './run-bench.ts';

test('cases are measured in processes of their own, and reported as the schema says', async () => {
  const seen: string[] = [];
  const report = await runBench(selectCases(['gemm-64x156x512']), {
    node: plainNode,
    repeat: 1,
    peers: null,
    begin: (text) => seen.push(text),
    progress: (text) => seen.push(text),
  });
  expect(benchReport.parse(report)).toEqual(report);
  const [peak, gemm] = report.cases;
  expect([peak?.id, gemm?.id]).toEqual(['peak', 'gemm-64x156x512']);
  expect(gemm?.efficiency).toBeGreaterThan(0);
  expect(gemm?.peers).toEqual({});
  expect(seen[0]).toBe('kernel: 2 cases');
  expect(seen).toContain('gemm-64x156x512: round 1 of 1');
  expect(report.machine).toMatchObject({ node: process.versions.node, vectorBits: 128 });
  expect(report.backend).toBeUndefined();
});

test('a strategy is reported with its time and its arithmetic over those of fine-tuning', async () => {
  const report = await runBench(selectCases(['strategies-replay']), {
    node: plainNode,
    repeat: 1,
    peers: null,
    begin: () => undefined,
    progress: () => undefined,
  });
  expect(benchReport.parse(report)).toEqual(report);
  const [fineTune, replay] = report.cases;
  expect(fineTune?.strategy).toEqual({ factor: 1, workFactor: 1, ratio: 1 });
  expect(replay?.strategy?.workFactor).toBe(2);
  const { factor, ratio } = replay!.strategy!;
  expect(factor).toBeCloseTo(replay!.medianMs! / fineTune!.medianMs!, 2);
  expect(ratio).toBeCloseTo(factor / 2, 2);
});

test('another backend is measured beside our kernels, on no core in particular, and reported with its device', async () => {
  // Plain JavaScript takes half a minute.
  const backend = (await backendDefinition('node').obstacle()) === null ? 'node' : 'cpu';
  const seen: string[] = [];
  const report = await runBench(selectCases(['train-gru-dense'], backend), {
    node: plainNode,
    repeat: 1,
    peers: null,
    begin: (text) => seen.push(text),
    progress: () => undefined,
  });
  expect(benchReport.parse(report)).toEqual(report);
  expect(seen).toEqual(['train-gru: 2 cases']);
  expect(report.cases.map(({ id }) => id)).toEqual(['train-gru-dense', `train-gru-dense-${backend}`]);
  expect(report.backend).toMatchObject({ name: backend, emulated: false });
  expect(Object.keys(report.backend!.packages)).toContain(`@tensorflow/tfjs-${backend === 'cpu' ? 'backend-cpu' : 'node'}`); // prettier-ignore
  expect(report.machine.pinnedTo).toBeNull();
});
