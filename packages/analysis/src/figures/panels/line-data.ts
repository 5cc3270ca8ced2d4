/** The numbers of a panel of lines, and the ends of its vertical axis. */
import type { Metric } from '@dsrnn/records';
import type { MarkedScore } from '../vocabulary/estimates.ts';
import { paddedDomain, sixDigits } from '../vocabulary/numbers.ts';

/** A point in the unit of the axis: accuracy in percent. */
export interface LinePoint extends MarkedScore {
  readonly method: string;
  readonly x: number;
  readonly n: number;
}

/** A dotted rule over the whole width. */
export interface LineLevel {
  readonly method: string;
  readonly score: number;
}

/** The numbers of a panel. */
export interface LinePanelData {
  readonly title: readonly string[];
  readonly metric: Metric;
  readonly points: readonly LinePoint[];
  readonly levels: readonly LineLevel[];
}

/** Ends of a vertical axis that hold all points, intervals and levels of these panels, which share their metric. */
export function verticalDomain(panels: readonly LinePanelData[]): [number, number] {
  const values = panels.flatMap(({ points, levels }) => [
    ...points.flatMap(({ low, high }) => [low, high]),
    ...levels.map(({ score }) => score),
  ]);
  if (!panels.some(isLogarithmic)) return paddedDomain(values);
  return [sixDigits(Math.min(...values) / 1.15), sixDigits(Math.max(...values) * 1.15)];
}

/** Errors stand on a logarithmic axis unless one of them is 0. */
export function isLogarithmic({ metric, points, levels }: LinePanelData): boolean {
  return (
    metric === 'mse' &&
    [...points.map(({ low }) => low), ...levels.map(({ score }) => score)].every((v) => v > 0)
  );
}
