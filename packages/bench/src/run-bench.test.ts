import { expect, test } from 'vitest';
import { selectCases } from './cases/registry.ts';
import { benchReport } from './report.ts';
import { runBench } from './run-bench.ts';

test('cases are measured in processes of their own, and reported as the schema says', async () => {
  const seen: string[] = [];
  const report = await runBench(selectCases(['gemm-64x156x512']), {
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
  expect(report.machine.node).toBe(process.versions.node);
});
