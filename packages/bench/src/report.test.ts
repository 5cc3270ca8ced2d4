import { expect, test } from 'vitest';
import { benchReport, reportJson } from './report.ts';
import { toyReport } from '../test/toy-report.ts';

test('a report survives the way through its file', () => {
  expect(benchReport.parse(JSON.parse(reportJson(toyReport)))).toEqual(toyReport);
});

test.each([
  ['an unknown key', { ...toyReport, extra: 1 }],
  ['a time of 0', { ...toyReport, cases: [{ ...toyReport.cases[0], medianMs: 0 }] }],
  [
    'a missing peer ratio',
    { ...toyReport, cases: [{ ...toyReport.cases[0], peers: { torch: { medianMs: 1 } } }] },
  ],
  ['a date that is none', { ...toyReport, machine: { ...toyReport.machine, date: 'today' } }],
])('%s is refused', (_name, report) => {
  expect(benchReport.safeParse(report).success).toBe(false);
});
