/** The convolutions of one S4D layer where they were kept: panel by panel, and none of a panel that no sample kept. */
import { skipNumbers, type Floats, type Scratch } from '@dsrnn/kernels';
import type { PassShape } from './ahead-feed.ts';
import { PANEL, type PanelLists } from './panel-lists.ts';
import { DiscreteStateSpace, type ChannelRange, type StateSpace } from './s4d-state-space.ts';

/** A layer's kernels, `[time][8]` a panel. */
export class PanelConvolution {
  readonly #shape: PassShape;
  readonly #lists: PanelLists;
  readonly #space: DiscreteStateSpace;
  readonly #k: Floats;

  constructor(shape: PassShape, lists: PanelLists, parameters: StateSpace, modes: number) {
    const { kernels, tape, time, units } = shape;
    const { arena, run } = kernels;
    this.#shape = shape;
    this.#lists = lists;
    this.#space = new DiscreteStateSpace(kernels, tape, parameters, { units, modes });
    this.#k = tape.take(lists.count * time * PANEL);
    const k = arena.take(PANEL * time);
    this.#eachPanel((panel, channels) => {
      if (channels.count < PANEL) kernels.clear(k, PANEL * time);
      this.#space.kernelsOf(channels, time, k);
      const lags = this.#kernelOf(panel);
      run.swapAxes(PANEL, time, 1, k, lags);
      run.addInto(channels.count, skipNumbers(parameters.d, channels.first), lags);
    });
    arena.give(k);
  }

  /** y = K * u + d ⊙ u at the places; y may be u. */
  convolve(u: Floats, y: Floats): void {
    const { kernels, time, batch } = this.#shape;
    const scratch = this.#scratch();
    this.#eachPanel((panel, _channels, starts) => {
      kernels.run.panelConvolve(
        time,
        batch,
        starts,
        this.#lists.entries,
        this.#kernelOf(panel),
        u,
        y,
        scratch,
      );
    });
    kernels.arena.give(scratch);
  }

  /** From dy writes du (may be dy) and the gradients of the parameters. */
  backward(u: Floats, dy: Floats, du: Floats, into: StateSpace): void {
    const { kernels, time, batch } = this.#shape;
    const { arena, run } = kernels;
    this.#space.begin(into);
    const [lags, dk, scratch] = [arena.take(PANEL * time), arena.take(PANEL * time), this.#scratch()];
    this.#eachPanel((panel, channels, starts) => {
      kernels.clear(lags, PANEL * time);
      run.panelConvolveBackward(time, batch, starts, this.#lists.entries, this.#kernelOf(panel), u, dy, du, lags, scratch); // prettier-ignore
      run.addInto(channels.count, lags, skipNumbers(into.d, channels.first));
      run.swapAxes(time, PANEL, 1, lags, dk);
      this.#space.backward(channels, time, dk, into);
    });
    this.#space.finish(into);
    for (const block of [lags, dk, scratch]) arena.give(block);
  }

  #eachPanel(
    work: (
      panel: number,
      channels: ChannelRange,
      starts: NonNullable<ReturnType<PanelLists['startsOf']>>,
    ) => void,
  ): void {
    for (let panel = 0; panel < this.#lists.count; panel++) {
      const starts = this.#lists.startsOf(panel);
      const first = panel * PANEL;
      if (starts !== null) work(panel, { first, count: Math.min(PANEL, this.#shape.units - first) }, starts);
    }
  }

  #kernelOf(panel: number): Floats {
    return skipNumbers(this.#k, panel * this.#shape.time * PANEL);
  }

  #scratch(): Scratch {
    const { kernels, time } = this.#shape;
    return kernels.arena.take<'scratch'>(kernels.run.panelConvolveScratch(time));
  }
}
