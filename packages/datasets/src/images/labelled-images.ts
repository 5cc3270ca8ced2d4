/** Grey images with class labels, as they come from a source. */

/**
 * `count` images of `height` x `width` bytes, row-major, 0 black to 255 white; `labels` are class indices `[count]`.
 */
export interface LabelledImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}
