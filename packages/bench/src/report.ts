/** What a call of bench finds, as JSON: `docs/performance.json` is one of these. */
import { backendName } from '@dsrnn/core';
import { z } from 'zod';

const positive = z.number().positive();

/** A peer's time beside ours. */
export const peerResult = z.strictObject({
  medianMs: positive,
  ratio: positive.describe("the peer's time over ours: above 1 we are faster"),
  way: z.string().optional().describe('by which of several ways that the peer has: the fastest'),
});

/** One measured case. Null: does not apply. */
export const caseResult = z.strictObject({
  id: z.string(),
  medianMs: positive.nullable().describe('median over rounds, each the median of its timings'),
  minMs: positive.nullable().describe('the fastest timing'),
  gflops: positive
    .nullable()
    .describe('thousand million floating-point operations a second, two a MAC, of the MACs of the plan'),
  macRatio: positive.nullable().describe('MACs over those of the dense case, router included, by the plan'),
  speedup: positive
    .nullable()
    .describe('time of the dense case on the same engine over the time of this one'),
  efficiency: positive
    .nullable()
    .describe(
      'speedup × macRatio: the share of the possible speed-up; of a product, the share of the ceiling',
    ),
  peers: z
    .record(z.string(), peerResult)
    .describe('the same layer, always dense, by library and how it is called'),
  memory: z
    .strictObject({
      bytes: positive.describe('kernel memory at its peak'),
      neededBytes: positive.describe('activations that backpropagation cannot do without'),
      ratio: positive,
    })
    .nullable(),
  strategy: z
    .strictObject({
      factor: positive.describe('time of a step over that of fine-tuning'),
      workFactor: positive.describe('arithmetic: examples through a backward pass over those of the batch'),
      ratio: positive.describe('factor over workFactor: 1 if a step takes as long as its arithmetic says'),
    })
    .nullable()
    .default(null)
    .describe('what a strategy of continual learning costs; null for all other cases'),
  note: z.string(),
});
/** One measured case. */
export type CaseResult = z.infer<typeof caseResult>;

/** Where it was measured. */
export const machineFacts = z.strictObject({
  cpu: z.string(),
  cores: z.int().positive(),
  memoryGiB: positive,
  platform: z.string(),
  arch: z.string(),
  node: z.string().describe('that of the processes that measure'),
  vectorBits: z
    .union([z.literal(128), z.literal(256)])
    .default(128)
    .describe('width of a vector in our kernels'),
  pinnedTo: z.int().nullable().describe('core that all measuring processes were held on, null if on none'),
  date: z.iso.date(),
  peers: z
    .record(z.string(), z.string())
    .describe('by library: version, threads, and what it multiplies with'),
});
/** Where it was measured. */
export type MachineFacts = z.infer<typeof machineFacts>;

/** A backend, and what it computed on. */
export const backendFacts = z.strictObject({
  name: backendName,
  device: z.string().describe('name of the processor or GPU'),
  driver: z.string().nullable(),
  emulated: z.boolean().describe('a processor plays the GPU: the times say nothing about a GPU'),
  packages: z.record(z.string(), z.string()).describe('version by package that computes'),
});
/** A backend, and what it computed on. */
export type BackendFacts = z.infer<typeof backendFacts>;

/** All of it. */
export const benchReport = z.strictObject({
  machine: machineFacts,
  backend: backendFacts
    .optional()
    .describe('the other backend that was measured beside our kernels on wasm; absent if none was'),
  cases: z.array(caseResult),
});
/** All of it. */
export type BenchReport = z.infer<typeof benchReport>;

/** Indented JSON with a line end, as it is committed. */
export function reportJson(report: BenchReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
