/** A dense cell with fewer units, so that its MACs come nearest to the budget: the simplest way to save. */
import { defineMethod, denseMacs, macCount, type CellSettings, type MethodContext } from '@dsrnn/core';
import { origins, versionOf } from '@dsrnn/portable';
import { z } from 'zod';
import { dense, denseModel } from './dense.ts';
import { budgetOf, budgetVersions, followedRouter, macBudget, type BudgetSettings } from './mac-budget.ts';

/** The dense method with matched MACs. */
export const denseSmall = defineMethod({
  kind: 'dense-small',
  version: 1,
  title: 'dense, fewer units',
  summary: 'a dense cell whose width is chosen to match the MACs',
  sparse: true,
  config: z
    .strictObject({
      kind: z.literal('dense-small'),
      budget: budgetOf.default('total'),
      router: followedRouter.prefault({}),
    })
    .register(origins, { router: null }),
  uses: ({ budget }) => ({ ...versionOf('method', dense), ...budgetVersions(budget) }),
  plan(context) {
    const settings = narrowed(context);
    return {
      units: settings.units,
      parameters: context.cell.parameterCount(settings, context.features),
      macs: macCount(reference(context), denseMacs(context.cell, settings, context.features), 0),
      asked: Math.min(reference(context), macBudget(context, context.config)),
    };
  },
  create: (context, rng) =>
    denseModel(context.cell, narrowed(context), context.features, reference(context), rng),
});

function reference({ cell, settings, features }: MethodContext): number {
  return denseMacs(cell, settings, features);
}

/** The architecture with the width whose dense MACs are nearest to the budget (the smaller one on a tie). */
function narrowed(context: MethodContext<BudgetSettings>): CellSettings {
  const { cell, settings, features, config } = context;
  const target = macBudget(context, config);
  let best = settings;
  let distance = Infinity;
  for (let units = 1; units <= settings.units; units++) {
    const candidate = { ...settings, units };
    const off = Math.abs(denseMacs(cell, candidate, features) - target);
    if (off < distance) {
      distance = off;
      best = candidate;
    }
  }
  return best;
}
