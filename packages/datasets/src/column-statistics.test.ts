import { expect, it } from 'vitest';
import { columnMeans, columnStatistics, standardiseColumns } from './column-statistics.ts';

// Columns (1, 3, 5, 7), mean 4, squares 9 + 1 + 1 + 9 over 4 rows; and 2 throughout.
const values = [1, 2, 3, 2, 5, 2, 7, 2];

it('gives mean and population deviation of each column', () => {
  expect([...columnMeans(values, 2)]).toEqual([4, 2]);
  const { means, deviations } = columnStatistics(values, 2);
  expect([...means]).toEqual([4, 2]);
  expect([...deviations]).toEqual([Math.sqrt(5), 0]);
});

it('standardises in place, and makes a column that never changes zeros', () => {
  const others = Float64Array.of(4, 9, 4 - Math.sqrt(5), 2);
  standardiseColumns(others, columnStatistics(values, 2));
  expect([...others]).toEqual([0, 0, -1, 0]);
});
