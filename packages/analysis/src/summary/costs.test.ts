import type { PlaceTimes, TimesRecord } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { observation } from '../../test/made-observations.ts';
import { withCosts } from './costs.ts';

const time = (median: number) => ({ median, least: median, most: median });
const place = (method: string, sparsity: number, trainMs: number, streamMs: number | null): PlaceTimes => ({
  ...{ architecture: 'lstm', method, sparsity, task: 'digits' },
  trainMs: time(trainMs),
  streamMs: streamMs === null ? null : time(streamMs),
});
const times: TimesRecord = {
  format: 1,
  experiment: 'made-up',
  profile: 'quick',
  batchSize: 32,
  rounds: 3,
  machine: { cpu: 'a', cores: 1, platform: 'linux', arch: 'x64', node: 'v20', date: '2026-01-02' },
  places: [place('dense', 0, 4, 8), place('ds', 0.9, 3, 2), place('ds-sequence', 0.9, 5, null)],
};
const measures = (method: string, record: TimesRecord | null) =>
  withCosts([observation({ method, macs: { dense: 100, core: 10, router: 6, total: 16 } })], {
    times: record,
    reference: 'dense',
  })[0]?.measures;

describe('withCosts', () => {
  it('takes times as shares of those of the reference', () => {
    expect(measures('ds', times)).toEqual({
      'cost.total-mac-share': 0.16,
      'cost.train-time-share': 3 / 4,
      'cost.stream-time-share': 2 / 8,
    });
  });

  it('leaves out what was not measured', () => {
    expect(measures('ds', null)).toEqual({ 'cost.total-mac-share': 0.16 });
    expect(measures('ds-sequence', times)).toEqual({
      'cost.total-mac-share': 0.16,
      'cost.train-time-share': 5 / 4,
    });
    expect(measures('rigl', times)).toEqual({ 'cost.total-mac-share': 0.16 });
  });
});
