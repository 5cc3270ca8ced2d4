/** All strategies. Adding one: a file beside this one and an entry in `strategies`. */
import { byKind, configUnion } from '@dsrnn/portable';
import type { z } from 'zod';
import type { StrategyDefinition } from '../strategy.ts';
import { aGem } from './a-gem.ts';
import { derPlusPlus } from './der-plus-plus.ts';
import { ewc } from './ewc.ts';
import { fineTune } from './fine-tune.ts';
import { gem } from './gem.ts';
import { joint } from './joint.ts';
import { pcgrad } from './pcgrad.ts';
import { replay } from './replay.ts';

/** Every strategy. */
export const strategies = [joint, pcgrad, fineTune, replay, derPlusPlus, gem, aGem, ewc] as const;

/** Settings of any strategy, told apart by `kind`. */
export const strategyConfig = configUnion(strategies);
/** Settings of any strategy, defaults filled in. */
export type StrategyConfig = z.infer<typeof strategyConfig>;

/** The definition of a strategy by its `kind`. Throws RangeError that lists the known ones. */
export function strategyDefinition(kind: string): StrategyDefinition {
  return byKind<StrategyDefinition>('strategy', strategies, kind);
}
