/**
 * The MACs per step that a baseline may spend at a given sparsity.
 *
 *   core    the target of the DS core: (1 − s) of dense
 *   total   the same plus what a DS router costs: the fair comparison with DS as a whole. `router` says which one; {} is
 *           that of the default DS
 *
 * What units cost by themselves (the state space of an s4d) is beyond methods that leave out weights or columns: of the
 * rest they may spend at least the share 1 − s, and the MACs that are reported say what that comes to.
 */
import {
  denseMacs,
  ds,
  fixedMacs,
  macDensity,
  maskSettings,
  routerConfig,
  routerMacsPerStep,
  SettingError,
  type DsConfig,
  type MethodContext,
  type MethodPlan,
} from '@dsrnn/core';
import { origins, versionOf, withOrigins, type Versioned, type Versions } from '@dsrnn/portable';
import { z } from 'zod';

/** Which MACs a baseline matches. */
export const budgetOf = z
  .enum(['core', 'total'])
  .describe('MACs to match: those of the DS core, or core and router of the DS that `router` describes');
/** `core` or `total`. */
export type BudgetOf = z.infer<typeof budgetOf>;

/**
 * The settings of a DS method that decide what its router costs. null beside `total` stands for the router that DS had when
 * budgets came: [x, h], 16 wide, a score for every input and unit.
 */
export const followedRouter = z
  .strictObject({
    input: routerConfig.shape.input,
    width: routerConfig.shape.width,
    firstSteps: routerConfig.shape.firstSteps,
    blocks: routerConfig.shape.blocks,
    maskInputs: maskSettings.maskInputs,
    groupSize: maskSettings.groupSize,
  })
  .register(origins, { input: 'auto', width: 16, maskInputs: true, groupSize: 1 })
  .nullable()
  .describe(
    'with budget: total, settings of the DS whose router is matched, {} for the default one; null: with budget: core, and ' +
      'for the router of the gating with one mask',
  );

/** What a baseline matches. */
export interface BudgetSettings {
  readonly budget: BudgetOf;
  readonly router: z.infer<typeof followedRouter>;
}

/** The budget `total` as a definition: its version rises when the defaults of DS ask for other MACs. */
export const totalBudget: Versioned = { kind: 'total', version: 1 };

/** What a budget comes from besides the cell. */
export function budgetVersions(budget: BudgetOf): Versions {
  return budget === 'total' ? versionOf('budget', totalBudget) : {};
}

/** MACs per step and sample. Throws SettingError for a router that a budget of the core does not pay for. */
export function macBudget(context: MethodContext, { budget, router }: BudgetSettings): number {
  const { cell, settings, features, sparsity, sparsityOf } = context;
  const core = denseMacs(cell, settings, features) * macDensity(sparsity, sparsityOf);
  if (budget === 'core') {
    if (router === null) return core;
    throw new SettingError(
      'method.router',
      'is given, but budget: core pays for no router; use budget: total, or router: null',
    );
  }
  return core + routerMacsPerStep({ ...context, config: followedDs(router) });
}

/** Said of a total without a router: null stands in keys for the router that DS had when budgets came. */
const FIRST_ROUTER =
  'budget: total without router matches the router of the first gating, which is wider than that of the default DS; write ' +
  'router: {} for the latter';

/** What of a plan says that a method which matches the core by default was asked for a total that may not be meant. */
export function budgetAdvice({ budget, router }: BudgetSettings): Pick<MethodPlan, 'advice'> {
  return budget === 'total' && router === null ? { advice: FIRST_ROUTER } : {};
}

function followedDs(router: BudgetSettings['router']): DsConfig {
  if (router === null) return ds.config.parse(withOrigins(ds.config, { kind: 'ds' }));
  const { maskInputs, groupSize, ...reads } = router;
  return ds.config.parse({ kind: 'ds', maskInputs, groupSize, router: reads });
}

/** MACs per step and sample for a method that computes every unit: at most those of the dense core. */
export function productBudget(context: MethodContext, budget: BudgetSettings): number {
  const dense = denseMacs(context.cell, context.settings, context.features);
  return Math.min(dense, Math.max(leastProducts(context), macBudget(context, budget)));
}

/** The fewest MACs that such a method comes to: 0 but where units cost something by themselves. */
export function leastProducts({ cell, settings, features, sparsity, sparsityOf }: MethodContext): number {
  const dense = denseMacs(cell, settings, features);
  const fixed = fixedMacs(cell, settings, features);
  return fixed === 0 ? 0 : fixed + (dense - fixed) * macDensity(sparsity, sparsityOf);
}
