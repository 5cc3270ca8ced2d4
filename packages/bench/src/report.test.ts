import { expect, test } from 'vitest';
import { benchReport, reportJson } from './report.ts';
import { toyBackendReport, toyReport } from '../test/toy-report.ts';

test.each([toyReport, toyBackendReport])('a report survives the way through its file', (report) => {
  expect(benchReport.parse(JSON.parse(reportJson(report)))).toEqual(report);
});

test.each([
  ['an unknown key', { ...toyReport, extra: 1 }],
  ['a time of 0', { ...toyReport, cases: [{ ...toyReport.cases[0], medianMs: 0 }] }],
  [
    'a missing peer ratio',
    { ...toyReport, cases: [{ ...toyReport.cases[0], peers: { torch: { medianMs: 1 } } }] },
  ],
  [
    'a backend without its device',
    { ...toyBackendReport, backend: { ...toyBackendReport.backend, device: undefined } },
  ],
  ['a date that is none', { ...toyReport, machine: { ...toyReport.machine, date: 'today' } }],
])('%s is refused', (_name, report) => {
  expect(benchReport.safeParse(report).success).toBe(false);
});
