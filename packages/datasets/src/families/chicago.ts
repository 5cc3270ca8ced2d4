/**
 * Rides at stations of the Chicago 'L': from some days of a station, foretell its rides of a day soon after. Task i is
 * station i of 20.
 *
 *   x_t = (rides, cos, sin of the weekday) of day d − length + t,  t = 1 … length;   y = rides of day d + horizon
 *
 * Inputs `[count, length, 3]`, then the identity; targets `[count, 1]`. Rides of the inputs are standardised by mean and
 * standard deviation of the station over the training block, weekdays are angles, Monday 0. Targets are standardised by
 * the training targets of the station, so the mean squared error is the normalised one: the error over the variance of
 * the station's training targets (families/family-part.ts).
 *
 * 5,698 days, split by time: 70 % training, 10 % validation, 20 % test (from July 2013). Between two blocks
 * length + horizon days are dropped, and no window crosses a border, so no day is in two splits. Windows start `stride`
 * days apart; all stations have the same windows. The leak of the data frame, one column that is another moved
 * by 14 days, is left out of the source (sources/chicago.ts, with data and licence), and a task sees its own station
 * only. What remains: holidays are not told, so errors are largest there; and rides grow, so the mean of the training
 * block is low for the test.
 */
import { cosPi } from '@dsrnn/portable';
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
import { refine } from '../config-problem.ts';
import type { PartShape } from '../parts/assemble.ts';
import { CHICAGO_DAYS, CHICAGO_STATIONS, readChicago } from '../sources/chicago.ts';
import { eachSplit } from '../splits.ts';
import { defineTask } from '../tasks/task-definition.ts';
import { assembleFamily, familyShape } from './assemble-family.ts';
import { familyFields, rangeProblems, taskIndices } from './family-fields.ts';
import { standardised, standardisedPart } from './family-part.ts';
import type { FamilyPart, RawExamples } from './family-part.ts';

const FEATURES = 3;
const WEEK = 7;

/** Config of the family. */
export const chicagoConfig = z
  .strictObject({
    kind: z.literal('chicago'),
    ...familyFields,
    length: lengthInDays(1000, 28),
    horizon: horizonInDays.default(1).describe(HORIZON),
    stride: strideInDays(3),
  })
  .superRefine(
    refine((config) => [
      ...rangeProblems(config, CHICAGO_STATIONS.length, 'stations'),
      ...lengthProblems(CHICAGO_DAYS, config),
    ]),
  );
type ChicagoConfig = z.output<typeof chicagoConfig>;

/** The family. Its data are part of this package. */
export const chicago = defineTask({
  kind: 'chicago',
  version: 1,
  title: "Rides on the Chicago 'L'",
  summary: '15 years of daily rides at up to 20 stations, the next day of each; normalised squared error',
  config: chicagoConfig,
  sources: () => ['chicago'],
  shape: (config) => familyShape(partShape(config), config),
  load: async (config, access) => {
    const counts = await readChicago(access);
    const parts = taskIndices(config).map((station) =>
      stationPart(
        CHICAGO_STATIONS[station]!,
        counts.subarray(station * CHICAGO_DAYS, (station + 1) * CHICAGO_DAYS),
        config,
      ),
    );
    return assembleFamily(
      partShape(config),
      parts,
      config,
      'always the last known value of the same weekday',
    );
  },
});

function partShape({ length }: ChicagoConfig): PartShape {
  return { time: length, features: FEATURES, target: { kind: 'value', size: 1 }, metric: 'mse' };
}

function stationPart(name: string, counts: Uint16Array, config: ChicagoConfig): FamilyPart {
  const blocks = dailyBlocks(CHICAGO_DAYS, config.length + config.horizon);
  const rides = standardised(counts, blocks.train);
  return standardisedPart(
    name,
    eachSplit((split) => windows(rides, blocks[split], config)),
  );
}

function windows(rides: Float64Array, block: Block, { length, horizon, stride }: ChicagoConfig): RawExamples {
  const starts = windowStarts(block, length + horizon, stride);
  const inputs = new Float32Array(starts.length * length * FEATURES);
  starts.forEach((start, i) => {
    for (let t = 0; t < length; t++) {
      const angle = (2 * ((start + t) % WEEK)) / WEEK; // day 0 is a Monday
      inputs.set([rides[start + t]!, cosPi(angle), cosPi(angle - 0.5)], (i * length + t) * FEATURES);
    }
  });
  const target = (start: number): number => start + length - 1 + horizon;
  const targets = Float64Array.from(starts, (start) => rides[target(start)]!);
  const back = WEEK * Math.ceil(horizon / WEEK);
  if (back - horizon >= length) return { count: starts.length, inputs, targets }; // that day is not seen
  const persistence = Float64Array.from(starts, (start) => rides[target(start) - back]!);
  return { count: starts.length, inputs, targets, persistence };
}
