/** Masks that serve a whole sequence and of which no inactive channel is owed a gradient: they leave a small dense network. */
import type { Versioned } from '@dsrnn/portable';
import type { MaskGradient } from '../estimators/mask-gradient.ts';

/** Products under such masks. 1: each sample walked its active channels at each step. 2: dense products of sub-networks. */
export const lastingMasksDefinition: Versioned = { kind: 'lasting-masks', version: 2 };

/** Whether masks of a scope, and with a gradient, are such. */
export function masksLast(scope: 'step' | 'sequence', gradient: MaskGradient): boolean {
  return scope === 'sequence' && gradient === 'active';
}
