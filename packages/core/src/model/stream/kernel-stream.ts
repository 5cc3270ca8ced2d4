/** A stream on the kernels: masks, cell and head of a model, one after the other. */
import { skipNumbers, type Floats, type Kernels, type Workspace } from '@dsrnn/kernels';
import type { CellDefinition, CellSettings } from '../../cells/cell.ts';
import type { CellStream, StreamGating, StreamMasks } from '../../engines/stream/cell-stream.ts';
import { ConstantMasks } from '../../engines/stream/constant-masks.ts';
import { ParameterBlocks } from '../../engines/stream/parameter-blocks.ts';
import { PreviousMasks } from '../../engines/stream/previous-masks.ts';
import { cellStreaming } from '../../engines/stream/registry.ts';
import { RouterMasks, type StepBlock } from '../../engines/stream/router-masks.ts';
import { TaskMasks } from '../../engines/stream/task-masks.ts';
import { SettingError, ShapeError } from '../../errors.ts';
import { parameter, type Parameters } from '../../tensor/parameters.ts';
import type { SequenceModel } from '../model.ts';
import { StreamHead } from './head.ts';
import { streamPlan, type StreamPlan } from './stream-plan.ts';
import { restoreState, saveState, type StateLayout } from './stream-state.ts';
import type { Stream, StreamActivity, StreamState } from './stream.ts';

/** All of a model that lies in kernel memory. */
interface Loaded {
  readonly memory: Workspace;
  readonly x: Floats;
  readonly masks: StreamMasks | null;
  readonly cell: CellStream;
  readonly head: StreamHead;
  readonly layout: StateLayout;
}

/** See `createStream`. */
export class KernelStream implements Stream {
  readonly features: number;
  readonly outputs: number;
  readonly active: { x: number; h: number } & StreamActivity = { x: 0, h: 0 };
  readonly #kernels: Kernels;
  readonly #units: number;
  readonly #model: SequenceModel;
  #loaded: Loaded | null;
  #steps = 0;

  constructor(model: SequenceModel, kernels: Kernels) {
    const { cell, settings, parameters } = model.recurrent;
    this.#model = model;
    this.#kernels = kernels;
    this.features = featuresOf(cell, settings, parameters);
    this.#units = settings.units;
    this.outputs = model.readout.outputs;
    this.#loaded = build(model, kernels, this.features);
    this.reset();
  }

  step(x: Float32Array): Float32Array {
    const { x: at, masks, cell, head } = this.#live();
    if (x.length !== this.features) throw new ShapeError('x of a stream', [this.features], [x.length]);
    this.#kernels.write(at, x);
    // x and the state h, which lies right behind it: what a step would not read is looked at here too.
    if (this.#kernels.run.allFinite(this.features + this.#units, at) === 1) {
      masks?.decide();
      cell.step();
      this.active.x = cell.activeX;
      this.active.h = cell.activeH;
    } else {
      this.#kernels.fill(skipNumbers(at, this.features), this.#units, NaN);
      this.active.x = 0;
      this.active.h = 0;
    }
    this.#steps += 1;
    return head.read(this.#steps);
  }

  reset(): void {
    const { layout, cell } = this.#live();
    for (const { at, size } of Object.values(layout.blocks)) this.#kernels.clear(at, size);
    cell.reset();
    this.#begin(0);
  }

  save(): StreamState {
    return saveState(this.#kernels, this.#live().layout, this.#steps);
  }

  restore(state: StreamState): void {
    restoreState(this.#kernels, this.#live().layout, state);
    this.#begin(state.steps);
  }

  refresh(): void {
    this.#live().memory.close();
    this.#loaded = null;
    this.#loaded = build(this.#model, this.#kernels, this.features);
    this.reset();
  }

  dispose(): void {
    this.#loaded?.memory.close();
    this.#loaded = null;
  }

  #begin(steps: number): void {
    this.#steps = steps;
    this.active.x = 0;
    this.active.h = 0;
  }

  #live(): Loaded {
    if (this.#loaded === null) throw new Error('this stream was disposed of; create another one');
    return this.#loaded;
  }
}

function build(model: SequenceModel, kernels: Kernels, features: number): Loaded {
  const { cell, settings, parameters } = model.recurrent;
  const stream = cellStreaming(cell);
  if (stream === undefined) {
    throw new SettingError(
      'architecture.kind',
      `${cell.kind} has no implementation on the kernels, and a stream runs nowhere else; use a cell that has one`,
    );
  }
  const plan = streamPlan(model.recurrent, features);
  const { units } = settings;
  const memory = kernels.workspace();
  const x = memory.take(features + units);
  const block: StepBlock = { x, h: skipNumbers(x, features), features, units };
  const gating = gatingOf(plan, kernels, memory, block);
  const blocks = new ParameterBlocks(kernels, parameters, memory);
  const running = stream({ kernels, memory, settings, ...block, parameters: blocks, gating });
  blocks.close();
  const masks = gating.kind === 'masked' ? gating.masks : null;
  const head = new StreamHead(kernels, memory, model, block.h);
  const named = (prefix: string, state: CellStream['state']): CellStream['state'] =>
    Object.fromEntries(Object.entries(state).map(([name, value]) => [prefix + name, value]));
  const layout: StateLayout = {
    cell: cell.kind,
    gating: plan.kind,
    blocks: {
      h: { at: block.h, size: units },
      ...named('cell.', running.state),
      ...named('router.', masks?.state ?? {}),
      ...named('readout.', head.state),
    },
  };
  return { memory, x, masks, cell: running, head, layout };
}

function gatingOf(plan: StreamPlan, kernels: Kernels, memory: Workspace, block: StepBlock): StreamGating {
  if (plan.kind !== 'masked') return plan;
  const masks = masksOf(plan.masks, kernels, memory, block);
  return {
    kind: 'masked',
    masks: plan.read === 'previous' ? new PreviousMasks(kernels, memory, block, masks) : masks,
    carry: plan.carry,
  };
}

function masksOf(
  plan: (StreamPlan & { readonly kind: 'masked' })['masks'],
  kernels: Kernels,
  memory: Workspace,
  block: StepBlock,
): StreamMasks {
  if ('kind' in plan) return new RouterMasks(kernels, memory, block, plan);
  if ('table' in plan) return new TaskMasks(kernels, memory, block, plan);
  return new ConstantMasks(kernels, memory, block, plan);
}

/** Inputs of the matrix that reads x: the one whose size follows the number of features. */
function featuresOf(cell: CellDefinition, settings: CellSettings, parameters: Parameters): number {
  const [one, two] = [1, 2].map((features) => cell.weightMatrices(settings, features));
  const reader = one?.find(({ inputs }, i) => inputs !== two?.[i]?.inputs);
  if (reader === undefined) throw new Error(`no weight matrix of ${cell.kind} reads its inputs`);
  return parameter(parameters, reader.name).shape[0];
}
