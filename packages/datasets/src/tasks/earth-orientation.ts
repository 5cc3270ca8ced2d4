/**
 * Orientation of the Earth: from some days of polar motion and length of day, foretell a day some time ahead.
 *
 *   x_t = (polar x, polar y, LOD) of day d − length + t,  t = 1 … length;   y = the same three of day d + horizon
 *
 * Inputs `[count, length, 3]`, targets `[count, 3]`, mean squared error. Inputs and targets are standardised by mean and
 * standard deviation of the days of the training block, so the error is in units of the variance there. Polar motion is
 * smooth, two circles of 365 and 433 days that beat; LOD has tides of 9 to 28 days, seasons, weather and a trend.
 * UT1-UTC is left out: it jumps at leap seconds.
 *
 * 22,248 days, split by time: 70 % training, 10 % validation, 20 % test (from 2010). Between two blocks
 * length + horizon days are dropped, and no window crosses a border, so no day is in two splits. Windows start `stride`
 * days apart. What remains: the table was made afterwards. Its early days are smoothed and interpolated by means
 * that look ahead, so it is easier to foretell than what was known on the day. Data and licence:
 * sources/earth-orientation.ts.
 */
import { z } from 'zod';
import {
  dailyBlocks,
  HORIZON,
  horizonInDays,
  lengthInDays,
  lengthProblems,
  strideInDays,
} from '../blocks/daily-windows.ts';
import { windowStarts, type Block } from '../blocks/time-blocks.ts';
import { columnStatistics, standardiseColumns } from '../column-statistics.ts';
import { refine } from '../config-problem.ts';
import type { Examples, Floor, TaskShape } from '../dataset.ts';
import { ridgeErrorFloor } from '../ridge-floor.ts';
import { EARTH_CHANNELS, EARTH_DAYS, readEarthOrientation } from '../sources/earth-orientation.ts';
import { eachSplit } from '../splits.ts';
import { meanSquaredError, trainingMeanFloor } from '../value-floors.ts';
import { defineTask } from './task-definition.ts';

/** Penalties that the linear floor tries. */
const RIDGE_PENALTIES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2];

/** Config of the task. */
export const earthOrientationConfig = z
  .strictObject({
    kind: z.literal('earth-orientation'),
    length: lengthInDays(2225, 40),
    horizon: horizonInDays.default(10).describe(HORIZON),
    stride: strideInDays(3),
  })
  .superRefine(refine((config) => lengthProblems(EARTH_DAYS, config)));
type EarthOrientationConfig = z.output<typeof earthOrientationConfig>;

/** The task. `load` throws DatasetError if the data cannot be had. */
export const earthOrientation = defineTask({
  kind: 'earth-orientation',
  version: 1,
  title: 'Orientation of the Earth',
  summary:
    '61 years of daily polar motion and length of day (Debian package python3-astropy), some days ahead; mean squared error',
  config: earthOrientationConfig,
  sources: () => ['earth-orientation'],
  shape,
  load: async (config, access) => {
    const values = Float64Array.from(await readEarthOrientation(access));
    const blocks = dailyBlocks(EARTH_DAYS, config.length + config.horizon);
    const { start, end } = blocks.train;
    const training = values.subarray(start * EARTH_CHANNELS, end * EARTH_CHANNELS);
    standardiseColumns(values, columnStatistics(training, EARTH_CHANNELS));
    const splits = eachSplit((split) => windows(values, blocks[split], config));
    const { train, validation, test } = splits;
    return {
      ...shape(config),
      ...splits,
      floors: [
        trainingMeanFloor(train, test),
        persistenceFloor(test, config.length),
        ridgeErrorFloor(train, validation, test, RIDGE_PENALTIES),
      ],
    };
  },
});

function shape({ length }: EarthOrientationConfig): TaskShape {
  const target = { kind: 'value', size: EARTH_CHANNELS } as const;
  return { time: length, features: EARTH_CHANNELS, target, metric: 'mse' };
}

function windows(
  values: Float64Array,
  block: Block,
  { length, horizon, stride }: EarthOrientationConfig,
): Examples {
  const starts = windowStarts(block, length + horizon, stride);
  const size = length * EARTH_CHANNELS;
  const inputs = new Float32Array(starts.length * size);
  const targets = new Float32Array(starts.length * EARTH_CHANNELS);
  starts.forEach((start, i) => {
    inputs.set(values.subarray(start * EARTH_CHANNELS, (start + length) * EARTH_CHANNELS), i * size);
    const day = start + length - 1 + horizon;
    targets.set(values.subarray(day * EARTH_CHANNELS, (day + 1) * EARTH_CHANNELS), i * EARTH_CHANNELS);
  });
  return { count: starts.length, inputs, targets };
}

function persistenceFloor(test: Examples, length: number): Floor {
  const last = Float32Array.from(test.targets, (_, k) => {
    const window = Math.floor(k / EARTH_CHANNELS);
    return test.inputs[((window + 1) * length - 1) * EARTH_CHANNELS + (k % EARTH_CHANNELS)]!;
  });
  return {
    name: 'persistence',
    score: meanSquaredError(last, test.targets),
    note: 'always the last day seen',
  };
}
