/** Channels that take what the data give: colours, shapes, pixels, words. */

/** A colour or a shape that stands in the data. */
export function given(field: string) {
  return { field, type: 'nominal', scale: null } as const;
}

/** A place that stands in the data, in pixels. */
export function pixels(field: string) {
  return { field, type: 'quantitative', scale: null } as const;
}

/** The words of a mark. */
export function words(field: string) {
  return { field, type: 'nominal' } as const;
}

/** Bands without room between them, as the cells of a heat map need. */
export const CELLS = { type: 'band', paddingInner: 0, paddingOuter: 0 } as const;
