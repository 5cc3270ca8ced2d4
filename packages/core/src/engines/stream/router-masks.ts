/** Masks that a router decides before each step, see gating/routers/router.ts and gating/routers/router-input.ts. */
import { NONE, skipNumbers, type Floats, type Kernels, type Packed, type Workspace } from '@dsrnn/kernels';
import type { EstimateJob } from '../../gating/estimators/fused-estimator.ts';
import { hiddenGroups, type HiddenGroups, type Routing } from '../../gating/routers/routing.ts';
import type { GroupMasks } from '../fused/mask-feed.ts';
import type { StateBlock, StreamMasks } from './cell-stream.ts';
import { ParameterBlocks } from './parameter-blocks.ts';

/** Where x and, right behind it, the state before the step lie. */
export interface StepBlock {
  readonly x: Floats;
  readonly h: Floats;
  readonly features: number;
  readonly units: number;
}

/** What the router reads besides x. */
interface SecondInput {
  readonly at: Floats;
  readonly width: number;
  readonly packed: Packed;
}

/** Step-scope masks. */
export class RouterMasks implements StreamMasks {
  readonly columns: Floats;
  readonly x: Floats;
  readonly h: Floats;
  readonly read = 'current';
  readonly groups: GroupMasks | null;
  readonly inputs: boolean;
  readonly state: Readonly<Record<string, StateBlock>>;
  readonly #kernels: Kernels;
  readonly #block: StepBlock;
  readonly #routing: Routing;
  readonly #width: number;
  readonly #packedX: Packed;
  readonly #second: SecondInput | null;
  readonly #scratch: Floats;
  readonly #biasHidden: Floats;
  readonly #hidden: Floats;
  /** Scores of the masks that are not all ones. */
  readonly #outputs: number;
  readonly #packedOut: Packed;
  readonly #biasOut: Floats;
  readonly #logits: Floats;
  readonly #decisions: readonly EstimateJob[];
  readonly #groups: HiddenGroups;
  /** The mask of groups; that of units where groups are of one. */
  readonly #ofGroups: Floats;

  constructor(kernels: Kernels, memory: Workspace, block: StepBlock, routing: Routing) {
    const { run } = kernels;
    const { features, units } = block;
    const { budget, maskInputs, input } = routing;
    this.#kernels = kernels;
    this.#block = block;
    this.#routing = routing;
    this.inputs = maskInputs;
    this.columns = memory.take(features + units);
    kernels.fill(this.columns, features + units, 1);
    this.x = this.columns;
    this.h = skipNumbers(this.columns, features);
    const groups = hiddenGroups(routing);
    this.#groups = groups;
    this.#ofGroups = groups.size === 1 ? this.h : memory.take(groups.count);
    if (groups.size > 1) kernels.fill(this.#ofGroups, groups.count, 1);
    const exact = routing.estimator.openShift === undefined;
    const capacity = exact ? Math.min(groups.k, groups.count) : groups.count;
    this.groups = groups.size === 1 ? null : { ...groups, at: this.#ofGroups, capacity };

    const parameters = new ParameterBlocks(kernels, routing.parameters, memory);
    const width = routing.parameters['router.b1'].size;
    this.#width = width;
    const packed = (rows: number, columns: number, from: Floats, stride: number): Packed => {
      const to = memory.take<'packed'>(run.packedSize(rows, columns));
      run.packB(rows, columns, from, stride, to);
      return to;
    };
    const w1 = parameters.borrow('router.w1');
    const behindX = skipNumbers(w1, features * width);
    this.#packedX = packed(features, width, w1, width);
    this.#biasHidden = parameters.keep('router.b1');
    this.#hidden = memory.take(width);
    this.#scratch = memory.take(features);
    const average = { at: memory.take(features), size: features };
    this.state = input.input === 'ema' ? { ema: average } : {};
    switch (input.input) {
      case 'xh':
        this.#second = { at: block.h, width: units, packed: packed(units, width, behindX, width) };
        break;
      case 'ema':
        this.#second = { at: average.at, width: features, packed: packed(features, width, behindX, width) };
        break;
      default:
        this.#second = null;
    }

    // A mask whose budget is all of its channels is ones, and needs no scores.
    const ofX = maskInputs && budget.x < features;
    const ofH = groups.k < groups.count;
    const first = ofX || !maskInputs ? 0 : features;
    this.#outputs = (ofX ? features : 0) + (ofH ? groups.count : 0);
    const w2 = skipNumbers(parameters.borrow('router.w2'), first);
    this.#packedOut = packed(width, this.#outputs, w2, (maskInputs ? features : 0) + groups.count);
    this.#biasOut = skipNumbers(parameters.keep('router.b2'), first);
    this.#logits = memory.take(this.#outputs);
    parameters.close();

    const threshold = memory.take(1);
    const scratch = memory.take<'scratch'>(Math.max(features, units) + 8);
    const decision = (channels: number, k: number, logits: Floats, mask: Floats): EstimateJob => ({
      kernels,
      batch: 1,
      channels,
      k,
      mode: routing.mode,
      logits,
      mask,
      slope: NONE,
      threshold,
      scratch,
    });
    this.#decisions = [
      ...(ofX ? [decision(features, budget.x, this.#logits, this.x)] : []),
      ...(ofH
        ? [decision(groups.count, groups.k, skipNumbers(this.#logits, ofX ? features : 0), this.#ofGroups)]
        : []),
    ];
  }

  decide(): void {
    const { run } = this.#kernels;
    const { x, features } = this.#block;
    const width = this.#width;
    const hidden = this.#hidden;
    const { estimator, estimatorConfig, input } = this.#routing;
    const second = this.#second;
    if (input.input === 'ema' && second !== null) {
      run.scaleInto(features, second.at, input.emaDecay, second.at);
      run.scaleInto(features, x, 1 - input.emaDecay, this.#scratch);
      run.addInto(features, this.#scratch, second.at);
    }
    if (this.#outputs === 0) return;
    run.fillRows(1, width, this.#biasHidden, hidden, width);
    run.gemm(1, width, features, x, features, this.#packedX, hidden, width, true);
    if (second !== null) {
      run.gemm(1, width, second.width, second.at, second.width, second.packed, hidden, width, true);
    }
    run.tanhInto(width, hidden, hidden);
    run.fillRows(1, this.#outputs, this.#biasOut, this.#logits, this.#outputs);
    run.gemm(1, this.#outputs, width, hidden, width, this.#packedOut, this.#logits, this.#outputs, true);
    for (const decision of this.#decisions) estimator.fused?.(estimatorConfig, decision);
    const { size, k, count } = this.#groups;
    if (size > 1 && k < count) run.expandGroups(1, this.#block.units, size, this.#ofGroups, this.h);
  }
}
