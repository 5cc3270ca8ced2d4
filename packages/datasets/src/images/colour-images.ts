/** Colour images with class labels, and their channels as grey images. */
import type { LabelledImages } from './labelled-images.ts';

/** `planes` are red, green and blue, each `[count, side, side]` bytes, row-major; `labels` are class indices `[count]`. */
export interface ColourImages {
  readonly count: number;
  readonly side: number;
  readonly planes: readonly [Uint8Array, Uint8Array, Uint8Array];
  readonly labels: Uint8Array;
}

/** Red, green and blue. */
export function colourChannels({ count, side, planes, labels }: ColourImages): readonly LabelledImages[] {
  return planes.map((pixels) => ({ count, height: side, width: side, pixels, labels }));
}

/**
 * One channel of grey: (19595 R + 38470 G + 7471 B + 32768) >> 16, the luma of ITU-R BT.601 in integers, which is how
 * Pillow converts to mode L.
 */
export function greyChannel({ count, side, planes, labels }: ColourImages): readonly LabelledImages[] {
  const [red, green, blue] = planes;
  const pixels = red.map((r, i) => (19595 * r + 38470 * green[i]! + 7471 * blue[i]! + 32768) >> 16);
  return [{ count, height: side, width: side, pixels, labels }];
}
