/** Products of S4D step by step, in the form that each gating needs. */
import type { Floats } from '@dsrnn/kernels';
import type { S4dConfig, S4dValues } from '../../cells/s4d.ts';
import type { StateBlock, StreamGating, StreamJob } from './cell-stream.ts';
import { ColumnProduct, paddedBias, paddedOutputs } from './column-product.ts';
import { SentChannels } from './sent-channels.ts';

/** A product in whichever form its gating needs; each reads `source`, which lies at a fixed place. */
export interface StreamProduct {
  readonly state: Readonly<Record<string, StateBlock>>;
  reset(): void;
  /** Writes the outputs; returns how many channels it read. */
  form(): number;
}

/** What a product reads and writes; `out` holds the gates one after the other, `[gates][units]`. */
export interface ProductPlace {
  readonly source: Floats;
  readonly inputs: number;
  readonly gates: 1 | 2;
  readonly out: Floats;
}

/** The product of `weight` and `bias` for the gating of the job; `channels`: which of them it reads. */
export function productOf(
  job: StreamJob<StreamGating, S4dConfig, keyof S4dValues>,
  channels: 'x' | 'h',
  weight: keyof S4dValues,
  bias: keyof S4dValues,
  place: ProductPlace,
): StreamProduct {
  const { kernels, memory, units, gating, parameters } = job;
  const outputs = place.gates * units;
  const matrix: Matrix = {
    product: new ColumnProduct(kernels, memory, outputs, {
      inputs: place.inputs,
      at: parameters.borrow(weight),
    }),
    bias: paddedBias(kernels, memory, outputs, parameters.borrow(bias)),
    size: paddedOutputs(outputs),
  };
  switch (gating.kind) {
    case 'dense':
      return denseProduct(matrix, place);
    case 'delta':
      return deltaProduct(job, matrix, channels === 'x' ? gating.thetaX : gating.thetaH, place);
    case 'masked':
      return maskedProduct(job, matrix, gating.masks[channels], place);
  }
}

/** Weights and bias, ready; `size` numbers of outputs, padded. */
interface Matrix {
  readonly product: ColumnProduct;
  readonly bias: Floats;
  readonly size: number;
}

function denseProduct({ product, bias }: Matrix, { source, inputs, out }: ProductPlace): StreamProduct {
  return {
    state: {},
    reset: () => undefined,
    form() {
      product.all(source, bias, out);
      return inputs;
    },
  };
}

function deltaProduct(
  { kernels, memory }: StreamJob,
  { product, bias, size }: Matrix,
  theta: number,
  { source, inputs, out }: ProductPlace,
): StreamProduct {
  const channels = new SentChannels(kernels, memory, source, inputs, theta);
  return {
    state: { sent: channels.sent, accumulator: { at: out, size } },
    reset: () => kernels.copy(bias, out, size),
    form() {
      const moved = channels.send();
      product.add(channels.list, channels.values, channels.counts, out);
      return moved;
    },
  };
}

/** Reads active columns. All outputs are computed: with one or two a unit, active rows lie in nearly every cache line. */
function maskedProduct(
  { kernels, memory }: StreamJob,
  { product, bias, size }: Matrix,
  mask: Floats,
  { source, inputs, out }: ProductPlace,
): StreamProduct {
  const list = memory.take<'indices'>(inputs);
  const values = memory.take(inputs);
  const counts = memory.take<'counts'>(1);
  return {
    state: {},
    reset: () => undefined,
    form() {
      const read = kernels.run.listActive(
        1,
        inputs,
        0,
        mask,
        inputs,
        source,
        list,
        values,
        counts,
        inputs,
        0,
      );
      kernels.copy(bias, out, size);
      product.add(list, values, counts, out);
      return read;
    },
  };
}
