/** One layer of an S4D at the active panels of each row, see cells/s4d-layer.ts and panel-lists.ts. */
import type { Floats, None, Panels } from '@dsrnn/kernels';
import type { LayerName } from '../../cells/s4d-layer.ts';
import type { S4dConfig, S4dValues } from '../../cells/s4d.ts';
import type { Blocks, FusedJob } from './fused-cell.ts';
import { PANEL, type PanelLists } from './panel-lists.ts';
import { PanelConvolution } from './s4d-panel-convolution.ts';
import { stateSpaceOf, type StateSpace } from './s4d-state-space.ts';

const EPSILON = 1e-5;

/** Parameters of a layer by address, or their gradients; without gain and shift there is no norm. */
export interface GroupLayerBlocks {
  readonly stateSpace: StateSpace;
  readonly wo: Floats;
  readonly bo: Floats;
  readonly gain?: Floats;
  readonly shift?: Floats;
}

/** Those of layer l among the blocks of a pass. */
export function groupLayerBlocks(
  { norm }: S4dConfig,
  l: number,
  from: Blocks<keyof S4dValues>,
): GroupLayerBlocks {
  const at = (name: LayerName): Floats => from[`layer${l}.${name}`] as Floats;
  return {
    stateSpace: stateSpaceOf(l, from),
    wo: at('wo'),
    bo: at('bo'),
    ...(norm === 'layer' ? { gain: at('gain'), shift: at('shift') } : {}),
  };
}

/** Gain and shift of a norm in panels, or their gradients. */
interface Norm {
  readonly gain: Panels;
  readonly shift: Panels;
}

/** A layer of one pass. */
export class S4dGroupLayer {
  readonly parameters: GroupLayerBlocks;
  readonly #job: FusedJob<S4dConfig>;
  readonly #lists: PanelLists;
  readonly #convolution: PanelConvolution;
  readonly #wo: Panels;
  readonly #norm: (Norm & { readonly mean: Floats; readonly inverse: Floats }) | null;
  /** Input, output of the state space, what the mixing product read, and its result; input of the norm. */
  #u: Floats | null = null;
  readonly #y: Floats;
  readonly #z: Floats;
  readonly #g: Floats;
  readonly #r: Floats;

  constructor(job: FusedJob<S4dConfig>, lists: PanelLists, parameters: GroupLayerBlocks) {
    const { tape, settings } = job;
    const { gain, shift, wo } = parameters;
    this.parameters = parameters;
    this.#job = job;
    this.#lists = lists;
    this.#convolution = new PanelConvolution(job, lists, parameters.stateSpace, settings.stateSize / 2);
    this.#wo = this.#packed(wo, 2, job.units, lists.count * PANEL);
    this.#norm =
      gain === undefined || shift === undefined
        ? null
        : {
            gain: this.#packed(gain, 1),
            shift: this.#packed(shift, 1),
            mean: tape.take(lists.rows),
            inverse: tape.take(lists.rows),
          };
    this.#y = lists.block();
    this.#z = lists.block();
    this.#g = lists.block(2);
    this.#r = lists.block();
  }

  /** From u to the layer's output; u is kept. */
  forward(u: Floats): Floats {
    const { run } = this.#job.kernels;
    const { rows, count, offsets, panels, mask, places, size } = this.#lists;
    this.#u = u;
    this.#convolution.convolve(u, this.#y);
    run.maskedGelu(size, this.#y, mask, this.#z);
    const bias = this.#packed(this.parameters.bo, 2);
    run.panelMix(rows, count, offsets, panels, this.#wo, this.#z, bias, this.#g);
    run.maskedGlu(places, PANEL, this.#g, mask, u, this.#r);
    if (this.#norm === null) return this.#r;
    const { gain, shift, mean, inverse } = this.#norm;
    const out = this.#lists.block();
    run.panelNorm(rows, offsets, panels, this.#r, mask, gain, shift, EPSILON, out, mean, inverse);
    return out;
  }

  /** `du`: gradient of the output in, of the input out; adds to `dMask`, and writes the gradients of the parameters. */
  backward(du: Floats, dMask: Floats | None, into: GroupLayerBlocks): void {
    const { kernels, tape, units } = this.#job;
    const { run } = kernels;
    const { rows, count, offsets, panels, mask, places, size } = this.#lists;
    if (this.#norm !== null) {
      const { gain, shift, mean, inverse } = this.#norm;
      const d = { gain: this.#cleared(PANEL), shift: this.#cleared(PANEL) };
      run.panelNormBackward(rows, offsets, panels, this.#r, mask, gain, shift, EPSILON, mean, inverse, du, d.gain, d.shift, dMask); // prettier-ignore
      run.unpackGroups(1, 1, units, 1, PANEL, d.gain, into.gain as Floats);
      run.unpackGroups(1, 1, units, 1, PANEL, d.shift, into.shift as Floats);
    }
    // r = u + m ⊙ glu(g): du already is the gradient of u by way of the residual.
    run.maskedGluBackward(places, PANEL, this.#g, mask, du, this.#g, dMask);
    const columns = count * PANEL;
    const [dW, dBias] = [this.#cleared(2 * PANEL * columns), this.#cleared(2 * PANEL)];
    run.panelMixGradient(rows, count, offsets, panels, this.#z, this.#g, dW, dBias);
    run.unpackGroups(units, columns, units, 2, PANEL, dW, into.wo);
    run.unpackGroups(1, 1, units, 2, PANEL, dBias, into.bo);
    const transposed = tape.take<'panels'>(2 * columns * columns);
    run.panelTranspose(count, this.#wo, transposed);
    const d = this.#lists.block();
    run.panelMixBackward(rows, count, offsets, panels, transposed, this.#g, d);
    run.maskedGeluBackward(size, this.#y, mask, d, dMask);
    this.#convolution.backward(this.#u as Floats, d, d, into.stateSpace);
    run.addInto(size, d, du);
  }

  /** A parameter `[columns, gates · units]` in panels, filled up to `padded` columns. */
  #packed(parameter: Floats, gates: 1 | 2, columns = 1, padded = columns): Panels {
    const { kernels, tape, units } = this.#job;
    const out = tape.take<'panels'>(this.#lists.count * PANEL * gates * padded);
    kernels.run.packGroups(columns, padded, units, gates, PANEL, parameter, out);
    return out;
  }

  /** Zeros, so many a panel. */
  #cleared(numbers: number): Panels {
    const { kernels, tape } = this.#job;
    const out = tape.take<'panels'>(this.#lists.count * numbers);
    kernels.clear(out, this.#lists.count * numbers);
    return out;
  }
}
