/** What a forward pass may depend on besides its input and parameters. */
import type { Rng } from '@dsrnn/portable';

/** Passed to every forward pass. */
export interface Mode {
  readonly training: boolean;
  /** Share of training done, in [0, 1]; 1 in evaluation. */
  readonly progress: number;
  /** Steps of training done before this pass; absent where the pass is no step of training. */
  readonly step?: number;
  /** Stream for noise and random masks of this pass; the same stream for the same pass of a run. */
  readonly noise: Rng;
  /** true: somebody looks at a model as it trains, and a method must not count the pass. */
  readonly uncounted?: boolean;
}
