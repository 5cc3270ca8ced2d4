/** The axes of a panel of scores against times. */
import { higherIsBetter, type Metric } from '@dsrnn/records';
import { rangeOf } from '../../statistics/scale.ts';
import { linearTicks, logTicks } from '../vocabulary/ticks.ts';
import { inUnit } from '../vocabulary/numbers.ts';
import { axisName } from '../vocabulary/score-titles.ts';
import type { Frame } from './pareto-frame.ts';

/** About so many on the axis of scores. */
const TICKS = 6;

/** Channels of both axes, and the least and largest score that there can be. */
export function paretoAxes(metric: Metric, frame: Frame, timeTitle: string) {
  const x = {
    field: 'time',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [...frame.time], nice: false },
    axis: {
      ...{ title: timeTitle, values: logTicks(...frame.time), format: '.3~r' },
      ...{ labelOverlap: false, grid: false },
    },
  };
  const [least, most] = rangeOf(metric).map((end) => inUnit(end, metric)) as [number, number];
  const y = {
    field: 'score',
    type: 'quantitative' as const,
    scale: { domain: [...frame.score], zero: false, nice: false, reverse: metric === 'mse' },
    axis: {
      title: `test ${axisName(metric)}${higherIsBetter(metric) ? '' : ' (up is less, and better)'}`,
      values: linearTicks(...frame.score, TICKS).filter((tick) => tick >= least && tick <= most),
    },
  };
  return { x, y, least, most };
}
