import { expect, it } from 'vitest';
import { meanInformation } from './mutual-information.ts';
import { tableOf } from './table.ts';

const labels = [0, 0, 1, 1];

it('is 1 for a channel that tells the class, 0 for one that does not', () => {
  const tells = tableOf([[0.6], [1], [0.5], [0]]);
  expect(meanInformation({ table: tells, labels }, 2)).toBeCloseTo(1, 14);
  const silent = tableOf([[1], [0], [1], [0]]);
  expect(meanInformation({ table: silent, labels }, 2)).toBeCloseTo(0, 14);
});

it('averages over channels', () => {
  // The second channel is on for one example of class 0: I = ln 2 + h(1/4) − H(1/4, 1/4, 1/2).
  const table = tableOf([
    [1, 1],
    [1, 0],
    [0, 0],
    [0, 0],
  ]);
  const h = 0.25 * Math.log(4) + 0.75 * Math.log(4 / 3);
  const joint = 0.5 * Math.log(4) + 0.5 * Math.log(2);
  const second = (Math.LN2 + h - joint) / Math.LN2;
  expect(meanInformation({ table, labels }, 2)).toBeCloseTo((1 + second) / 2, 14);
});

it('says nothing where there is one class', () => {
  expect(meanInformation({ table: tableOf([[1], [0]]), labels: [1, 1] }, 2)).toBeNull();
});
