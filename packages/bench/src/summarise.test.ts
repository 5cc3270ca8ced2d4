import { expect, test } from 'vitest';
import { plain, type BenchCase } from './cases/bench-case.ts';
import { summarise, type CaseTimings } from './summarise.ts';

const toy = (parts: Partial<BenchCase> & Pick<BenchCase, 'id' | 'kind'>): BenchCase => ({
  ...plain,
  group: 'toy',
  what: '',
  start: async () => ({ take: async () => [1] }),
  ...parts,
});

const took = (...turnMedians: number[]): CaseTimings => ({
  own: { turnMedians, minMs: Math.min(...turnMedians) / 2, kernelBytes: 300, workFactor: null },
  peers: {},
});

test('speed-up is against the dense case, efficiency the share of what the MACs promise', () => {
  const cases = [
    toy({ id: 'dense', kind: 'train', macs: 5e6, macRatio: 1 }),
    toy({ id: 'sparse', kind: 'train', macs: 1e6, macRatio: 0.2, baseline: 'dense' }),
  ];
  const [dense, sparse] = summarise(
    cases,
    new Map([
      [
        'dense',
        {
          ...took(9, 8, 30),
          peers: { torch: { turnMedians: [18, 27], minMs: 18, kernelBytes: null, workFactor: null } },
        },
      ],
      ['sparse', took(4, 3, 2)],
    ]),
  );
  expect(dense).toMatchObject({ medianMs: 9, minMs: 4, speedup: null, efficiency: null, macRatio: 1 });
  // 10⁷ operations in 9 ms.
  expect(dense?.gflops).toBe(1.111);
  expect(dense?.peers).toEqual({ torch: { medianMs: 22.5, ratio: 2.5 } });
  expect(sparse).toMatchObject({ medianMs: 3, minMs: 1, speedup: 3, efficiency: 0.6, peers: {} });
});

test('a scale multiplies times before anything is compared', () => {
  const cases = [
    toy({ id: 'dense', kind: 'train', macRatio: 1, scale: 10 }),
    toy({ id: 'sparse', kind: 'train', macRatio: 0.5, baseline: 'dense', scale: 5 }),
  ];
  const [dense, sparse] = summarise(cases, new Map([['dense', took(3)], ['sparse', took(3)]])); // prettier-ignore
  expect([dense?.medianMs, dense?.minMs, sparse?.medianMs, sparse?.speedup]).toEqual([30, 15, 15, 2]);
});

test('a product is compared with the ceiling by its rate', () => {
  const cases = [
    toy({ id: 'peak', kind: 'kernel', macs: 8e6 }),
    toy({ id: 'gemm', kind: 'kernel', macs: 3e6, baseline: 'peak' }),
  ];
  const [, gemm] = summarise(cases, new Map([['peak', took(1)], ['gemm', took(0.5)]])); // prettier-ignore
  expect(gemm).toMatchObject({ gflops: 12, efficiency: 0.75, speedup: null });
});

test('a product that is faster than the ceiling is doubted', () => {
  const cases = [
    toy({ id: 'peak', kind: 'kernel', macs: 8e6 }),
    toy({ id: 'gemm', kind: 'kernel', macs: 8e6, baseline: 'peak' }),
  ];
  const noteOf = (ms: number): string | undefined =>
    summarise(cases, new Map([['peak', took(1)], ['gemm', took(ms)]]))[1]?.note; // prettier-ignore
  expect(noteOf(0.96)).toBe('');
  expect(noteOf(0.94)).toMatch(/^faster than the ceiling/);
});

test('memory is compared with what is needed', () => {
  const [one] = summarise([toy({ id: 'm', kind: 'memory', neededBytes: 200 })], new Map([['m', took(1)]]));
  expect(one?.memory).toEqual({ bytes: 300, neededBytes: 200, ratio: 1.5 });
});

test('a strategy is compared with fine-tuning by time and by arithmetic', () => {
  const cases = [
    toy({ id: 'fine-tune', kind: 'strategy' }),
    toy({ id: 'gem', kind: 'strategy', baseline: 'fine-tune' }),
  ];
  const worked = (workFactor: number, ...turnMedians: number[]): CaseTimings => ({
    own: { ...took(...turnMedians).own, workFactor },
    peers: {},
  });
  const [fineTune, gem] = summarise(cases, new Map([['fine-tune', worked(1, 3, 2, 9)], ['gem', worked(7.25, 21, 24, 30)]])); // prettier-ignore
  expect(fineTune?.strategy).toEqual({ factor: 1, workFactor: 1, ratio: 1 });
  expect(gem?.strategy).toEqual({ factor: 8, workFactor: 7.25, ratio: 1.103 });
  expect(gem).toMatchObject({ medianMs: 24, speedup: null, efficiency: null });
});

test('a case without timings is a mistake', () => {
  expect(() => summarise([toy({ id: 'm', kind: 'train' })], new Map())).toThrow('"m" was not measured');
});
