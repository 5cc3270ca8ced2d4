/** What a backward pass owes to a mask. */

/**
 * Which mask entries get a gradient: none, those that are not 0 (nothing of an inactive channel is ever needed), or all
 * of them (then the candidate states of inactive units must be computed too).
 */
export type MaskGradient = 'none' | 'active' | 'all';
