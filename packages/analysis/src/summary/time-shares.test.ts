import type { MeasuredTime, PlaceTimes } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { madeTimes } from '../../test/made-times.ts';
import { timeShares } from './time-shares.ts';

const TRAIN = 'cost.train-time-share';
const STREAM = 'cost.stream-time-share';

const time = (median: number, rounds?: number[]): MeasuredTime => ({
  ...{ median, least: median, most: median },
  ...(rounds === undefined ? {} : { rounds }),
});
const place = (method: string, train: MeasuredTime, stream: MeasuredTime | null): PlaceTimes => ({
  ...{ architecture: 'lstm', method, sparsity: method === 'dense' ? 0 : 0.9, task: 'digits' },
  ...{ trainMs: train, streamMs: stream },
});
const places = [
  place('dense', time(4, [4, 8, 4]), time(8)),
  place('ds', time(3, [3, 4, 4]), time(2)),
  place('ds-sequence', time(5), null),
];
const shares = (method: string, measure: string, timed = true): readonly number[] =>
  timeShares(
    measure,
    { architecture: 'lstm', method, sparsity: 0.9, task: 'digits' },
    { times: timed ? madeTimes([], { places }) : null, reference: 'dense' },
  );

describe('times as shares of those of the reference', () => {
  it('are formed round by round, so that a slow minute cancels', () => {
    expect(shares('ds', TRAIN)).toEqual([0.75, 0.5, 1]);
  });

  it('are one, of the medians, in a record without rounds', () => {
    expect(shares('ds', STREAM)).toEqual([0.25]);
    expect(shares('ds-sequence', TRAIN)).toEqual([1.25]);
  });

  it('are none where something was not timed', () => {
    expect(shares('ds-sequence', STREAM)).toEqual([]);
    expect(shares('rigl', TRAIN)).toEqual([]);
    expect(shares('ds', TRAIN, false)).toEqual([]);
  });
});
