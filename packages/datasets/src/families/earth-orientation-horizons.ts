/**
 * Orientation of the Earth as a family: each task foretells one channel at one horizon from the same days.
 *
 *   x_t = (polar x, polar y, LOD) of day d − length + t,  t = 1 … length;   y = one of them, at day d + horizon
 *
 * Task i is channel i mod 3 at horizon floor(i / 3) of `horizons`, so there are 3 · horizons tasks, named `x-1`, `y-1`,
 * `lod-1`, `x-5`, … Inputs `[count, length, 3]`, standardised by mean and standard deviation of the days of the
 * training block, then the identity; targets `[count, 1]`, standardised by the training targets of the task, so the
 * mean squared error is the normalised one: the error over the variance of the task's training targets
 * (families/family-part.ts).
 *
 * 22,248 days, split by time: 70 % training, 10 % validation, 20 % test (from 2010). Between two blocks
 * length + the longest horizon are dropped, and no window crosses a border, so no day is in two splits. All tasks have
 * the same windows, `stride` days apart, whichever are asked for. What remains: the table was made afterwards, see
 * tasks/earth-orientation.ts. Data and licence: sources/earth-orientation.ts.
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
import { refine, type ConfigProblem } from '../config-problem.ts';
import type { PartShape } from '../parts/assemble.ts';
import { EARTH_CHANNELS, EARTH_DAYS, readEarthOrientation } from '../sources/earth-orientation.ts';
import { eachSplit, type Splits } from '../splits.ts';
import { defineTask } from '../tasks/task-definition.ts';
import { assembleFamily, familyShape } from './assemble-family.ts';
import { familyFields, rangeProblems, taskIndices } from './family-fields.ts';
import { standardised, standardisedPart } from './family-part.ts';
import type { FamilyPart, RawExamples } from './family-part.ts';

const CHANNEL_NAMES = ['x', 'y', 'lod'] as const;

/** Config of the family. */
export const earthOrientationHorizonsConfig = z
  .strictObject({
    kind: z.literal('earth-orientation-horizons'),
    ...familyFields,
    length: lengthInDays(2225, 40),
    horizons: z.array(horizonInDays).min(1).default([1, 5, 10, 20, 40]).describe(`${HORIZON}, all different`),
    stride: strideInDays(7),
  })
  .superRefine(refine(problems));
type HorizonsConfig = z.output<typeof earthOrientationHorizonsConfig>;

/** The family. `load` throws DatasetError if the data cannot be had. */
export const earthOrientationHorizons = defineTask({
  kind: 'earth-orientation-horizons',
  version: 1,
  title: 'Orientation of the Earth, channel by channel and horizon by horizon',
  summary:
    '61 years of polar motion and length of day, a channel and horizon a task; normalised squared error',
  config: earthOrientationHorizonsConfig,
  sources: () => ['earth-orientation'],
  shape: (config) => familyShape(partShape(config), config),
  load: async (config, access) => {
    const days = await readEarthOrientation(access);
    const blocks = dailyBlocks(EARTH_DAYS, config.length + longest(config));
    const channels = CHANNEL_NAMES.map((_, channel) =>
      standardised(
        Float64Array.from({ length: EARTH_DAYS }, (__, d) => days[d * EARTH_CHANNELS + channel]!),
        blocks.train,
      ),
    );
    const parts = taskIndices(config).map((index) => horizonPart(index, channels, blocks, config));
    return assembleFamily(partShape(config), parts, config, 'always the last day seen');
  },
});

function partShape({ length }: HorizonsConfig): PartShape {
  return { time: length, features: EARTH_CHANNELS, target: { kind: 'value', size: 1 }, metric: 'mse' };
}

function longest({ horizons }: HorizonsConfig): number {
  return Math.max(...horizons);
}

function problems(config: HorizonsConfig): readonly ConfigProblem[] {
  const { length, horizons } = config;
  const twice = horizons.find((horizon, i) => horizons.indexOf(horizon) < i);
  if (twice !== undefined) {
    return [{ path: ['horizons'], message: `${twice} is there twice; expected different horizons` }];
  }
  const available = EARTH_CHANNELS * horizons.length;
  const what = `pairs of one of ${EARTH_CHANNELS} channels and one of ${horizons.length} horizons`;
  const span = { length, horizon: longest(config), horizonField: 'the longest of horizons' };
  return [...rangeProblems(config, available, what), ...lengthProblems(EARTH_DAYS, span)];
}

function horizonPart(
  index: number,
  channels: readonly Float64Array[],
  blocks: Splits<Block>,
  config: HorizonsConfig,
): FamilyPart {
  const channel = index % EARTH_CHANNELS;
  const horizon = config.horizons[Math.floor(index / EARTH_CHANNELS)]!;
  const name = `${CHANNEL_NAMES[channel]!}-${horizon}`;
  const splits = eachSplit((split): RawExamples => {
    const starts = windowStarts(blocks[split], config.length + longest(config), config.stride);
    const last = (start: number): number => start + config.length - 1;
    return {
      count: starts.length,
      inputs: windowInputs(channels, starts, config.length),
      targets: Float64Array.from(starts, (start) => channels[channel]![last(start) + horizon]!),
      persistence: Float64Array.from(starts, (start) => channels[channel]![last(start)]!),
    };
  });
  return standardisedPart(name, splits);
}

/** `[starts, length, channels]`. */
function windowInputs(
  channels: readonly Float64Array[],
  starts: readonly number[],
  length: number,
): Float32Array {
  const inputs = new Float32Array(starts.length * length * channels.length);
  starts.forEach((start, i) => {
    for (let t = 0; t < length; t++) {
      channels.forEach((values, c) => (inputs[(i * length + t) * channels.length + c] = values[start + t]!));
    }
  });
  return inputs;
}
