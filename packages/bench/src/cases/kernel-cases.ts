/** The ceiling and the dense products. */
import { gemmWork, PEAK_OPERATIONS, peakWork } from '../work/kernel-work.ts';
import { plain, type BenchCase } from './bench-case.ts';

/** Rows, inner size and columns of the products. */
const products = [
  { m: 64, k: 156, n: 512, of: 'a step of a batch of 64 through all gates of an LSTM-128 with 28 inputs' },
  { m: 64, k: 512, n: 2048, of: 'the same through an LSTM-512, hidden channels only' },
] as const;

/** All of them. */
export const kernelCases: readonly BenchCase[] = [
  {
    ...plain,
    id: 'peak',
    kind: 'kernel',
    group: 'kernel',
    what: 'multiplications and additions in registers, nothing loaded or stored: the ceiling of one core',
    macs: PEAK_OPERATIONS / 2,
    start: peakWork,
  },
  ...products.map(({ m, k, n, of }): BenchCase => ({
    ...plain,
    id: `gemm-${m}x${k}x${n}`,
    kind: 'kernel',
    group: 'kernel',
    what: `dense product [${m}, ${k}] × [${k}, ${n}]: ${of}`,
    macs: m * k * n,
    baseline: 'peak',
    start: () => gemmWork(m, k, n),
  })),
];
