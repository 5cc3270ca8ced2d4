/** What a router reads that decides before the first step, in kernel memory. */
import type { Floats } from '@dsrnn/kernels';
import {
  averageWeights,
  routerInputs,
  routerInputWidth,
  type RouterInputSettings,
} from '../../gating/routers/router-input.ts';
import type { tf } from '../../tensor/tf.ts';
import type { PassShape } from './ahead-feed.ts';

/** Rows of numbers and how many a row has. */
export interface RouterReads {
  readonly at: Floats;
  readonly width: number;
}

/**
 * The same numbers, bit for bit, as `routerInputs`; `x` `[time, batch, features]`, `inputs` the same sequences as a tensor. Only
 * what is read once a sequence is left to TensorFlow.js.
 */
export function routerReads(
  settings: RouterInputSettings,
  { kernels, tape, time, batch, features, units }: PassShape,
  x: Floats,
  inputs: { tensor(): tf.Tensor3D },
): RouterReads {
  const width = routerInputWidth(settings, features, units);
  switch (settings.input) {
    case 'x':
      return { at: x, width };
    case 'ema': {
      const weights = tape.take(time);
      kernels.write(weights, averageWeights(time, settings.emaDecay));
      const at = tape.take(time * batch * width);
      kernels.run.averagedInputs(time, batch, features, x, weights, at);
      return { at, width };
    }
    default: {
      const reads = routerInputs(settings, inputs.tensor());
      const at = tape.take(reads.size);
      kernels.write(at, reads.dataSync<'float32'>());
      return { at, width };
    }
  }
}
