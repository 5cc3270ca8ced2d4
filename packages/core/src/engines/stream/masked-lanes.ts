/** The product of a masked step: active columns of the active rows, all gates of a unit at once; see engines/fused/lane-products.ts. */
import { skipNumbers, type Lanes } from '@dsrnn/kernels';
import type { GateLanes, LaneWeights } from '../fused/lane-products.ts';
import { ActiveLists } from './active-lists.ts';
import type { StreamGating, StreamJob } from './cell-stream.ts';

/** The product, and which rows it computes. */
export class MaskedLanes {
  readonly lists: ActiveLists;
  /** `[units][4]`; rows that are not listed hold what an earlier step left. */
  readonly gates: Lanes;
  readonly #job: StreamJob;
  readonly #weights: Lanes;
  readonly #bias: Lanes;

  /** wx and wh are not needed afterwards. */
  constructor(
    job: StreamJob<StreamGating & { readonly kind: 'masked' }>,
    { gates, lanesOfX, lanesOfH }: GateLanes,
    { wx, wh, bias }: Omit<LaneWeights, 'hs'>,
  ) {
    const { kernels, memory, features, units, gating } = job;
    this.#job = job;
    this.#bias = bias;
    this.#weights = memory.take(4 * units * (features + units));
    kernels.run.packLanes(features, units, gates, lanesOfX, wx, this.#weights);
    kernels.run.packLanes(
      units,
      units,
      gates,
      lanesOfH,
      wh,
      skipNumbers(this.#weights, 4 * features * units),
    );
    this.lists = new ActiveLists(job, gating.masks);
    this.gates = memory.take(4 * units);
    kernels.clear(this.gates, 4 * units);
  }

  /** Lists what is active and forms the product. */
  form(): void {
    const { kernels, features, units } = this.#job;
    const { columns, values, columnCounts, rows, rowCounts } = this.lists;
    const width = features + units;
    this.lists.list();
    kernels.run.laneForward(1, width, units, this.#weights, this.#bias, columns, values, columnCounts, width, rows, rowCounts, units, this.gates); // prettier-ignore
  }
}
