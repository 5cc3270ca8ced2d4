/** S4D on a device, see cells/s4d.ts for its equations: each layer's recurrence is one product. */
import { mixed } from '../../cells/s4d-layer.ts';
import { prepareS4d, type s4d } from '../../cells/s4d.ts';
import { linear } from '../../tensor/linear.ts';
import { masked } from '../../tensor/masked.ts';
import type { DeviceCell } from './device-cell.ts';
import { convolve } from './s4d-convolution.ts';

/** All steps at once. */
export const deviceS4d: DeviceCell<typeof s4d> = (config, parameters) => {
  const { input, layers } = prepareS4d(config, parameters);
  return {
    kind: 'whole',
    run: ({ x, maskX, maskH, sent }, batch) =>
      layers.reduce(
        (u, layer, l) => mixed(layer, u, convolve(layer, u, batch), maskH, (z) => sent(z, l)),
        masked(linear(masked(x, maskX), input), maskH),
      ),
  };
};
