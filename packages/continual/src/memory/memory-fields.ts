/** Config fields of strategies that keep examples, and whether a memory holds what is asked of it. */
import { z } from 'zod';
import { StrategyError } from '../errors.ts';

/** Examples kept in all. */
export const wholeMemory = z.int().positive().max(1_000_000).default(200).describe('examples kept in all');

/** Examples kept of each part. */
export const partMemory = z.int().positive().max(100_000).default(50).describe('examples kept of each part');

/** Examples of the memory that take part in a step; `what` says which, and what null means. */
export function memoryBatch(what: string) {
  return z.int().positive().max(65_536).nullable().default(null).describe(what);
}

/** Throws StrategyError, about the field, if a batch is to be drawn that is larger than `held`; `from` names the memory. */
export function requireBatch(
  field: string,
  wanted: number | null,
  held: number,
  from = `a memory of ${String(held)}`,
): void {
  if (wanted === null || wanted <= held) return;
  throw new StrategyError(
    `strategy.${field}`,
    `${String(wanted)} examples cannot be drawn from ${from}; expected at most as many, or null`,
  );
}

/** Throws StrategyError if a memory has no room for an example of each of `least`, which are `what`: parts, classes. */
export function requireRoom(memory: number, least: number, what: string): void {
  if (memory >= least) return;
  throw new StrategyError(
    'strategy.memory',
    `${String(memory)} examples cannot hold one of each of ${String(least)} ${what}; expected at least ${String(least)}`,
  );
}
