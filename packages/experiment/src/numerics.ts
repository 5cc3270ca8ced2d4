/**
 * Version of the numbers: part of every run's key.
 *
 * Raise it when the same spec gives other bits than before (a changed formula, order of sums, random draw …). A panel
 * of small runs with committed digests (numerics.test.ts) fails when the bits change and this number does not.
 */
export const numericsVersion = 2;
