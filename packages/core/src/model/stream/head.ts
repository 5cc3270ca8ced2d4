/** The head of a model, and what it reads of the outputs so far; see model.ts. */
import { f32Index, type Floats, type Kernels, type Packed, type Workspace } from '@dsrnn/kernels';
import type { StateBlock } from '../../engines/stream/cell-stream.ts';
import { ParameterBlocks } from '../../engines/stream/parameter-blocks.ts';
import type { SequenceModel } from '../model.ts';

/** Reads h after each step. */
export class StreamHead {
  readonly outputs: number;
  /** For a mean, the sum of h so far. */
  readonly state: Readonly<Record<string, StateBlock>>;
  readonly #kernels: Kernels;
  readonly #units: number;
  readonly #h: Floats;
  /** Of h so far, and the mean of it; null: the last h is read. */
  readonly #mean: { readonly sum: Floats; readonly at: Floats } | null;
  readonly #packed: Packed;
  readonly #bias: Floats;
  readonly #out: Floats;
  readonly #values: Float32Array;

  constructor(kernels: Kernels, memory: Workspace, model: SequenceModel, h: Floats) {
    const { run } = kernels;
    const { units } = model.recurrent.settings;
    const { outputs, kind } = model.readout;
    const parameters = new ParameterBlocks(kernels, model.parameters, memory);
    this.#kernels = kernels;
    this.#units = units;
    this.#h = h;
    this.outputs = outputs;
    this.#packed = memory.take(run.packedSize(units, outputs));
    run.packB(units, outputs, parameters.borrow('head.w'), outputs, this.#packed);
    this.#bias = parameters.keep('head.b');
    parameters.close();
    this.#mean = kind === 'mean' ? { sum: memory.take(units), at: memory.take(units) } : null;
    this.state = this.#mean === null ? {} : { sum: { at: this.#mean.sum, size: units } };
    this.#out = memory.take(outputs);
    this.#values = new Float32Array(outputs);
  }

  /** Outputs after the step number `steps`, the first being 1. The array is used again. */
  read(steps: number): Float32Array {
    const { run } = this.#kernels;
    const units = this.#units;
    const outputs = this.outputs;
    if (this.#mean !== null) {
      run.addInto(units, this.#h, this.#mean.sum);
      run.scaleInto(units, this.#mean.sum, 1 / steps, this.#mean.at);
    }
    run.fillRows(1, outputs, this.#bias, this.#out, outputs);
    run.gemm(1, outputs, units, this.#mean?.at ?? this.#h, units, this.#packed, this.#out, outputs, true); // prettier-ignore
    const { f32 } = this.#kernels;
    const from = f32Index(this.#out);
    for (let i = 0; i < outputs; i++) this.#values[i] = f32[from + i] as number;
    return this.#values;
  }
}
