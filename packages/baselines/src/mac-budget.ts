/**
 * The MACs per step that a baseline may spend at a given sparsity.
 *
 *   core    the target of the DS core: (1 − s) of dense
 *   total   the same plus what the default DS router costs: the fair comparison with DS as a whole
 */
import { ds, denseMacs, macDensity, routerMacsPerStep, type MethodContext } from '@dsrnn/core';
import { z } from 'zod';

/** Which MACs a baseline matches. */
export const budgetOf = z
  .enum(['core', 'total'])
  .describe('MACs to match: those of the DS core, or core and router of the default DS');
/** `core` or `total`. */
export type BudgetOf = z.infer<typeof budgetOf>;

/** MACs per step and sample. */
export function macBudget(context: MethodContext, budget: BudgetOf): number {
  const { cell, settings, features, sparsity, sparsityOf } = context;
  const core = denseMacs(cell, settings, features) * macDensity(sparsity, sparsityOf);
  if (budget === 'core') return core;
  return core + routerMacsPerStep({ ...context, config: ds.config.parse({ kind: 'ds' }) });
}
