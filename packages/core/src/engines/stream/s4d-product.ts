/** Products of S4D step by step, in the form that each gating needs. */
import type { Floats } from '@dsrnn/kernels';
import type { StateBlock, StreamJob } from './cell-stream.ts';
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
  job: StreamJob,
  channels: 'x' | 'h',
  weight: string,
  bias: string,
  place: ProductPlace,
): StreamProduct {
  const { gating, parameters } = job;
  const w = parameters.borrow(weight);
  const b = parameters.borrow(bias);
  switch (gating.kind) {
    case 'dense':
      return denseProduct(job, w, b, place);
    case 'delta':
      return deltaProduct(job, channels === 'x' ? gating.thetaX : gating.thetaH, w, b, place);
    case 'masked':
      return maskedProduct(job, gating.masks[channels], w, b, place);
  }
}

function denseProduct(job: StreamJob, w: Floats, b: Floats, place: ProductPlace): StreamProduct {
  const { kernels, memory, units } = job;
  const { source, inputs, gates, out } = place;
  const product = new ColumnProduct(kernels, memory, gates * units, { inputs, at: w });
  const bias = paddedBias(kernels, memory, gates * units, b);
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
  { kernels, memory, units }: StreamJob,
  theta: number,
  w: Floats,
  b: Floats,
  { source, inputs, gates, out }: ProductPlace,
): StreamProduct {
  const product = new ColumnProduct(kernels, memory, gates * units, { inputs, at: w });
  const bias = paddedBias(kernels, memory, gates * units, b);
  const transmitter = new SentChannels(kernels, memory, source, inputs, theta);
  const size = paddedOutputs(gates * units);
  return {
    state: { sent: transmitter.sent, accumulator: { at: out, size } },
    reset: () => kernels.copy(bias, out, size),
    form() {
      const moved = transmitter.send();
      product.add(transmitter.list, transmitter.values, transmitter.counts, out);
      return moved;
    },
  };
}

/** Reads active columns. All outputs are computed: with one or two a unit, active rows lie in nearly every cache line. */
function maskedProduct(
  { kernels, memory, units }: StreamJob,
  mask: Floats,
  w: Floats,
  b: Floats,
  { source, inputs, gates, out }: ProductPlace,
): StreamProduct {
  const product = new ColumnProduct(kernels, memory, gates * units, { inputs, at: w });
  const bias = paddedBias(kernels, memory, gates * units, b);
  const size = paddedOutputs(gates * units);
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
