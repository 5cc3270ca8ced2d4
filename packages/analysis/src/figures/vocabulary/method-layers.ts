/** What a panel shows of each method: a line, intervals, points. Data have a field `method`. */
import { BAR, pointMark } from './marks.ts';
import type { Encoding, Layer } from './view.ts';

/** Both axes, and the channels that tell methods apart. */
export type MethodChannels = Required<
  Pick<Encoding, 'x' | 'y' | 'color' | 'shape' | 'strokeDash' | 'strokeWidth'>
>;

/** The fields that hold the ends of an interval. */
export type Ends = readonly [low: string, high: string];

/** Through the points of a method. */
export function lineLayer({ x, y, color, strokeDash, strokeWidth }: MethodChannels): Layer {
  return { mark: 'line', encoding: { x, y, color, strokeDash, strokeWidth } };
}

/** A bar at each point. */
export function barLayer({ x, y, color }: MethodChannels, [low, high]: Ends): Layer {
  return { mark: BAR, encoding: { x, y: { ...y, field: low }, y2: { field: high }, color } };
}

/** A band along the line. */
export function bandLayer({ x, y, color }: MethodChannels, [low, high]: Ends): Layer {
  return {
    mark: { type: 'area', opacity: 0.14 },
    encoding: { x, y: { ...y, field: low }, y2: { field: high }, color },
  };
}

/** A mark at each point, `size` pixels large. */
export function pointLayer({ x, y, color, shape }: MethodChannels, size: number): Layer {
  return { mark: pointMark(size), encoding: { x, y, color, shape } };
}
