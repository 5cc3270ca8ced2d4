import type { Entries, Floats, Indices, None, Panels, Scratch, Starts } from '../arena/pointer.ts';

/**
 * Sequences whose rows keep some panels of eight channels, see assembly/panel-lists.ts: row r is sample r % batch of step r / batch,
 * and its places are `offsets[r]` to `offsets[r + 1]`. What belongs to a place is 8 numbers, or 16. `count`: panels of all channels.
 */
export interface PanelFunctions {
  /**
   * Lists the groups whose mask [rows][groups] is not 0: offsets [rows + 1], the panel of each place, and mask8 [places][8], 0
   * where there is no channel. groupSize is a multiple of 8. Returns the number of places.
   */
  listPanels(
    rows: number,
    channels: number,
    groupSize: number,
    mask: Floats,
    offsets: Starts,
    panels: Indices,
    mask8: Floats,
  ): number;
  /** Turns them around: the places of panel q in sample b are entries from starts[q * batch + b] on, as step and place, steps ascending. */
  invertPanels(
    time: number,
    batch: number,
    count: number,
    offsets: Starts,
    panels: Indices,
    starts: Starts,
    entries: Entries,
  ): void;
  /** out [places][8] = x [rows][channels] at the places of so many rows; places as offsets say. */
  gatherPanels(
    rows: number,
    channels: number,
    offsets: Starts,
    panels: Indices,
    x: Floats,
    out: Floats,
  ): void;
  /** out [rows][channels] = from [places][8], 0 where there is no place. */
  spreadPanels(
    rows: number,
    channels: number,
    offsets: Starts,
    panels: Indices,
    from: Floats,
    out: Floats,
  ): void;
  /** out [places][16] = bias [count][16] + w [count][count][8][16] x, x [places][8], over the places of a row. */
  panelMix(
    rows: number,
    count: number,
    offsets: Starts,
    panels: Indices,
    w: Panels,
    x: Floats,
    bias: Panels,
    out: Floats,
  ): void;
  /** dx [places][8] = w' d, d [places][16], wT as `panelTranspose` writes it. */
  panelMixBackward(
    rows: number,
    count: number,
    offsets: Starts,
    panels: Indices,
    wT: Panels,
    d: Floats,
    dx: Floats,
  ): void;
  /** wT [q][p][16][8] = w [p][q][8][16]. */
  panelTranspose(count: number, w: Panels, wT: Panels): void;
  /** Adds the gradients of `panelMix` to dW and dBias. */
  panelMixGradient(
    rows: number,
    count: number,
    offsets: Starts,
    panels: Indices,
    x: Floats,
    d: Floats,
    dW: Panels,
    dBias: Panels,
  ): void;
  /** out [places][8] = bias [count][8] + w [count][inputs][8] x, x [rows][inputs]. */
  panelInputs(
    rows: number,
    inputs: number,
    offsets: Starts,
    panels: Indices,
    w: Panels,
    x: Floats,
    bias: Panels,
    out: Floats,
  ): void;
  /** Adds the gradients of `panelInputs` to dW and dBias, and writes that of x (none: not wanted). */
  panelInputsBackward(
    rows: number,
    inputs: number,
    offsets: Starts,
    panels: Indices,
    w: Panels,
    x: Floats,
    d: Floats,
    dW: Panels,
    dBias: Panels,
    dx: Floats | None,
  ): void;
  /** `layerNorm` of each row over its places; gain and bias [count][8]. y may be x. */
  panelNorm(
    rows: number,
    offsets: Starts,
    panels: Indices,
    x: Floats,
    mask8: Floats,
    gain: Panels,
    bias: Panels,
    epsilon: number,
    y: Floats,
    mean: Floats,
    inverse: Floats,
  ): void;
  /** The gradient of y in `d` becomes that of x; adds to dGain, dBias, and to dMask8 (none: not wanted). */
  panelNormBackward(
    rows: number,
    offsets: Starts,
    panels: Indices,
    x: Floats,
    mask8: Floats,
    gain: Panels,
    bias: Panels,
    epsilon: number,
    mean: Floats,
    inverse: Floats,
    d: Floats,
    dGain: Panels,
    dBias: Panels,
    dMask8: Floats | None,
  ): void;
  /** Numbers of scratch that the convolutions take. */
  panelConvolveScratch(length: number): number;
  /**
   * y = k * u at the places of one panel, of which `starts` are those of its samples; k [length][8] with the direct part in
   * k[0]. y may be u.
   */
  panelConvolve(
    length: number,
    batch: number,
    starts: Starts,
    entries: Entries,
    k: Floats,
    u: Floats,
    y: Floats,
    scratch: Scratch,
  ): void;
  /** du from dy, which it may be; adds to dk [length][8]. */
  panelConvolveBackward(
    length: number,
    batch: number,
    starts: Starts,
    entries: Entries,
    k: Floats,
    u: Floats,
    dy: Floats,
    du: Floats,
    dk: Floats,
    scratch: Scratch,
  ): void;
}
