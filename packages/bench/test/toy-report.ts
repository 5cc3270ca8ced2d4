/** A small report with round numbers. */
import type { BenchReport, CaseResult } from '../src/report.ts';

const nothing: Omit<CaseResult, 'id'> = {
  ...{ medianMs: null, minMs: null, gflops: null, macRatio: null, speedup: null, efficiency: null },
  peers: {},
  memory: null,
  strategy: null,
  note: '',
};

/** Has a case of every kind but `core`. */
export const toyReport: BenchReport = {
  machine: {
    ...{ cpu: 'Toy 3000', cores: 4, memoryGiB: 8, platform: 'linux', arch: 'x64', node: '20.19.0' },
    vectorBits: 128,
    pinnedTo: 3,
    date: '2030-01-02',
    peers: { torch: '9.1', onnxruntime: '8.2' },
  },
  cases: [
    { ...nothing, id: 'peak', medianMs: 2, minMs: 1.5, gflops: 40 },
    { ...nothing, id: 'gemm-64x156x512', medianMs: 0.25, minMs: 0.25, gflops: 30, efficiency: 0.75 },
    {
      ...nothing,
      ...{ id: 'train-lstm-dense', medianMs: 20, minMs: 19, gflops: 42.94, macRatio: 1 },
      peers: { torch: { medianMs: 15, ratio: 0.75 } },
    },
    {
      ...nothing,
      id: 'train-lstm-ds',
      medianMs: 8,
      minMs: 8,
      gflops: 17,
      macRatio: 0.16,
      speedup: 2.5,
      efficiency: 0.4,
    },
    {
      ...nothing,
      id: 'train-lstm-dense-reference',
      medianMs: 80,
      minMs: 80,
      gflops: 10,
      macRatio: 1,
      note: 'slow',
    },
    {
      ...nothing,
      ...{ id: 'stream-lstm-dense', medianMs: 0.2, minMs: 0.19, gflops: 13, macRatio: 1 },
      peers: {
        torch: { medianMs: 0.4, ratio: 2, way: 'LSTMCell' },
        onnxruntime: { medianMs: 0.1, ratio: 0.5 },
      },
    },
    { ...nothing, id: 'memory-lstm-784', memory: { bytes: 3 * 2 ** 20, neededBytes: 2 ** 21, ratio: 1.5 } },
    {
      ...nothing,
      ...{ id: 'strategies-gem', medianMs: 24, minMs: 23 },
      strategy: { factor: 8, workFactor: 7.25, ratio: 1.103 },
    },
  ],
};

const ms = (medianMs: number): Pick<CaseResult, 'medianMs' | 'minMs'> => ({ medianMs, minMs: medianMs });

/** Training steps of another backend, on a software GPU, beside ours. */
export const toyBackendReport: BenchReport = {
  machine: { ...toyReport.machine, pinnedTo: null, peers: {} },
  backend: {
    name: 'webgpu',
    device: 'Toy GPU',
    driver: 'soft 1.0',
    emulated: true,
    packages: { webgpu: '0.4' },
  },
  cases: [
    { ...nothing, id: 'train-s4d-dense', ...ms(20), macRatio: 1 },
    { ...nothing, id: 'train-s4d-ds', ...ms(8), macRatio: 0.16, speedup: 2.5, efficiency: 0.4 },
    { ...nothing, id: 'train-s4d-dense-webgpu', ...ms(100), macRatio: 1, note: 'extrapolated' },
    {
      ...{ ...nothing, id: 'train-s4d-ds-webgpu', ...ms(200) },
      ...{ macRatio: 0.16, speedup: 0.5, efficiency: 0.08 },
    },
  ],
};
