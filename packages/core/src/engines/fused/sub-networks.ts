/** The sub-networks that masks of a whole sequence leave: samples with the same masks run through the same one. */
import { isNone, type Floats, type Kernels, type None } from '@dsrnn/kernels';

/** A sub-network, all ascending: its channels, and the samples of the batch that run through it. */
export interface SubNetwork {
  readonly samples: readonly number[];
  readonly inputs: readonly number[];
  readonly units: readonly number[];
}

/** Masks of a step of a batch: x `[batch, features]`, none where all inputs are read, and h `[batch, units]`. */
export interface StepMasks {
  readonly batch: number;
  readonly features: number;
  readonly units: number;
  readonly x: Floats | None;
  readonly h: Floats;
}

/** The sub-networks of a batch, in the order of their first samples; null if an entry of a mask is neither 0 nor 1. */
export function subNetworks(kernels: Kernels, masks: StepMasks): readonly SubNetwork[] | null {
  const { batch, features, units } = masks;
  const ofH = activeOf(kernels.view(masks.h, batch * units), units);
  const every = [Array.from({ length: features }, (_, j) => j)];
  const ofX = isNone(masks.x) ? every : activeOf(kernels.view(masks.x, batch * features), features);
  if (ofH === null || ofX === null) return null;
  const found = new Map<string, SubNetwork & { readonly samples: number[] }>();
  for (let sample = 0; sample < batch; sample++) {
    const inputs = ofX[ofX === every ? 0 : sample] as readonly number[];
    const unitsOf = ofH[sample] as readonly number[];
    const name = `${ofX === every ? '' : inputs.join()};${unitsOf.join()}`;
    const known = found.get(name);
    if (known === undefined) found.set(name, { samples: [sample], inputs, units: unitsOf });
    else known.samples.push(sample);
  }
  return [...found.values()];
}

/** Channels with a 1 in each row; null if an entry is neither 0 nor 1. */
function activeOf(masks: Float32Array, channels: number): (readonly number[])[] | null {
  const rows: number[][] = [];
  for (let from = 0; from < masks.length; from += channels) {
    const row: number[] = [];
    for (let j = 0; j < channels; j++) {
      const value = masks[from + j] as number;
      if (value === 1) row.push(j);
      else if (value !== 0) return null;
    }
    rows.push(row);
  }
  return rows;
}
