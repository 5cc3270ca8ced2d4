/**
 * S4D whose channels are masked in groups of whole panels, and of which inactive ones are owed no gradient: everything lies in the
 * order of the lists of active panels and is computed there alone, see panel-lists.ts. The equations are those of cells/s4d.ts.
 */
import { isNone, NONE, type Floats, type None, type Panels } from '@dsrnn/kernels';
import type { S4dConfig, S4dValues } from '../../cells/s4d.ts';
import type { Blocks, FusedJob, FusedPass } from './fused-cell.ts';
import type { GroupMasks, MaskFeed } from './mask-feed.ts';
import { PANEL, PanelLists } from './panel-lists.ts';
import { groupLayerBlocks, S4dGroupLayer } from './s4d-group-layer.ts';

type S4dName = keyof S4dValues;

/** One pass. */
export class S4dGroupPass implements FusedPass<S4dName> {
  readonly outputs: Floats;
  readonly #job: FusedJob<S4dConfig, S4dName>;
  readonly #feed: MaskFeed;
  readonly #lists: PanelLists;
  /** What the input product read, and its weights. */
  readonly #read: Floats;
  readonly #wx: Panels;
  /** Its results before the masks. */
  readonly #projected: Floats;
  readonly #layers: readonly S4dGroupLayer[];

  constructor(job: FusedJob<S4dConfig, S4dName>, feed: MaskFeed, groups: GroupMasks) {
    const { kernels, tape, time, features, units, parameters, settings } = job;
    const { run } = kernels;
    this.#job = job;
    this.#feed = feed;
    for (let t = 0; t < time; t++) feed.decide(t, NONE);
    const lists = new PanelLists(job, groups);
    this.#lists = lists;
    this.#read = this.#inputs();
    this.#wx = tape.take(lists.count * PANEL * features);
    run.packGroups(features, features, units, 1, PANEL, parameters.wx, this.#wx);
    const bias = tape.take<'panels'>(lists.count * PANEL);
    run.packGroups(1, 1, units, 1, PANEL, parameters.bx, bias);
    this.#projected = lists.block();
    run.panelInputs(lists.rows, features, lists.offsets, lists.panels, this.#wx, this.#read, bias, this.#projected); // prettier-ignore
    let u = lists.block();
    kernels.copy(this.#projected, u, lists.size);
    run.mulInto(lists.size, lists.mask, u);
    this.#layers = Array.from({ length: settings.layers }, (_, l) => {
      const layer = new S4dGroupLayer(job, lists, groupLayerBlocks(settings, l, parameters));
      u = layer.forward(u);
      return layer;
    });
    this.outputs = tape.take(lists.rows * units);
    lists.spread(u, this.outputs);
  }

  backward(
    dOutputs: { readonly kind: 'last' | 'each' | 'steps'; readonly at: Floats },
    gradients: Blocks<S4dName>,
  ): void {
    const { kernels, tape, time, features, units, x, settings } = this.#job;
    const { run } = kernels;
    const lists = this.#lists;
    const du = lists.block();
    if (dOutputs.kind === 'steps') lists.gather(dOutputs.at, du);
    else {
      if (dOutputs.kind === 'last') kernels.clear(du, lists.size);
      const first = dOutputs.kind === 'each' ? 0 : time - 1;
      for (let t = first; t < time; t++) lists.gatherStep(t, dOutputs.at, du);
    }
    const wanted = this.#feed.gradients(0);
    const dMask: Floats | None = isNone(wanted.h) ? NONE : lists.block();
    if (!isNone(dMask)) kernels.clear(dMask, lists.size);
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      this.#layers[l]?.backward(du, dMask, groupLayerBlocks(settings, l, gradients));
    }
    if (!isNone(dMask)) {
      run.mulAddInto(lists.size, du, this.#projected, dMask);
      if (!isNone(wanted.h)) lists.spread(dMask, wanted.h);
    }
    run.mulInto(lists.size, lists.mask, du);
    const width = lists.count * PANEL;
    const [dW, dBias] = [tape.take<'panels'>(width * features), tape.take<'panels'>(width)];
    kernels.clear(dW, width * features);
    kernels.clear(dBias, width);
    run.panelInputsBackward(lists.rows, features, lists.offsets, lists.panels, this.#wx, this.#read, du, dW, dBias, wanted.x); // prettier-ignore
    run.unpackGroups(features, features, units, 1, PANEL, dW, gradients.wx);
    run.unpackGroups(1, 1, units, 1, PANEL, dBias, gradients.bx);
    if (!isNone(wanted.x)) run.mulInto(lists.rows * features, x, wanted.x);
    this.#feed.backward(0, NONE);
    this.#feed.finish(gradients);
  }

  #inputs(): Floats {
    const { kernels, tape, x, features } = this.#job;
    const mask = this.#feed.x;
    if (isNone(mask)) return x;
    const size = this.#lists.rows * features;
    const masked = tape.take(size);
    kernels.copy(x, masked, size);
    kernels.run.mulInto(size, mask, masked);
    return masked;
  }
}
