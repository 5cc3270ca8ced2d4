import type { Floats } from '../arena/pointer.ts';

/** What a router reads that averages its inputs, see assembly/moving-average.ts. */
export interface MovingAverageFunctions {
  /**
   * out [time][batch][2 * features]: x_t, and behind it the sum over s <= t of weights[t - s] x_s; x [time][batch][features],
   * weights [time]. Order of the sums: from 0, s ascending.
   */
  averagedInputs(
    time: number,
    batch: number,
    features: number,
    x: Floats,
    weights: Floats,
    out: Floats,
  ): void;
}
