/** Masks of units act on rows of weights, on columns, or on both. */

/**
 * What a mask over units acts on.
 *
 *   both     products read only active channels; active units take the candidate, inactive ones carry or are zeroed
 *   rows     products read every channel; active units take the candidate, inactive ones carry or are zeroed
 *   columns  products read only active channels; every unit takes its candidate
 */
export type MaskSides = 'both' | 'rows' | 'columns';
