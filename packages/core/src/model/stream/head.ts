/** The head of a model, and what it reads of the outputs so far; see model.ts. */
import type { Kernels, Pointer, Workspace } from '@dsrnn/kernels';
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
  readonly #h: Pointer;
  readonly #sum: Pointer;
  readonly #mean: Pointer;
  readonly #packed: Pointer;
  readonly #bias: Pointer;
  readonly #out: Pointer;
  readonly #values: Float32Array;

  constructor(kernels: Kernels, memory: Workspace, model: SequenceModel, h: Pointer) {
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
    this.#sum = kind === 'mean' ? memory.take(units) : 0;
    this.#mean = kind === 'mean' ? memory.take(units) : 0;
    this.state = kind === 'mean' ? { sum: { at: this.#sum, size: units } } : {};
    this.#out = memory.take(outputs);
    this.#values = new Float32Array(outputs);
  }

  /** Outputs after the step number `steps`, the first being 1. The array is used again. */
  read(steps: number): Float32Array {
    const { run } = this.#kernels;
    const units = this.#units;
    const outputs = this.outputs;
    if (this.#sum !== 0) {
      run.addInto(units, this.#h, this.#sum);
      run.scaleInto(units, this.#sum, 1 / steps, this.#mean);
    }
    run.fillRows(1, outputs, this.#bias, this.#out, outputs);
    run.gemm(1, outputs, units, this.#sum === 0 ? this.#h : this.#mean, units, this.#packed, this.#out, outputs, true); // prettier-ignore
    const { f32 } = this.#kernels;
    const from = this.#out / 4;
    for (let i = 0; i < outputs; i++) this.#values[i] = f32[from + i] as number;
    return this.#values;
  }
}
