/** Rules of a profile that lists strategies. */
import type { Registries } from './registries.ts';
import type { ResolvedProfile } from './resolved-profile.ts';
import type { FieldIssue } from './yaml-source.ts';

/** What its strategies ask of the tasks and the recipes of profile `name`: every broken rule. */
export function strategyIssues(name: string, profile: ResolvedProfile, registries: Registries): FieldIssue[] {
  const path = ['profiles', name];
  const { strategies = [], tasks, recipes, rates } = profile;
  if (strategies.length === 0) return [];
  const whole = tasks.filter(({ config }) => registries.partsOf(config) === null);
  if (whole.length > 0) {
    const labels = whole.map(({ label }) => label).join(', ');
    const message = `${labels}: has no parts, so there is nothing for a strategy to learn one after the other; use a task made of parts (a stream such as split, a family such as systems), or leave out strategies`;
    return [{ path: [...path, 'tasks'], message }];
  }
  const sequential = strategies.find(({ config }) => registries.strategyOrder(config.kind) === 'sequential');
  if (sequential === undefined) return [];
  // Rates of a grid differ in nothing that matters here.
  const checked = rates === undefined ? recipes : [rates.base];
  return checked.flatMap(({ label, config: { steps, select, patience } }, i): FieldIssue[] => {
    const at = i === 0 ? [...path, 'train'] : [...path, 'tune', i - 1];
    const why = `strategy ${sequential.label} learns one part after the other`;
    const unequal = tasks.find(({ config }) => Number(steps) % (registries.partsOf(config) ?? 1) !== 0);
    return [
      ...(unequal === undefined
        ? []
        : [
            {
              path: at,
              message: `${why} with an equal share of the steps, but ${String(steps)} steps of ${label} cannot be shared by the ${String(registries.partsOf(unequal.config))} parts of ${unequal.label}; take a multiple`,
            },
          ]),
      ...(select === 'last'
        ? []
        : [
            {
              path: at,
              message: `${why} and is tested as it ends: set select to last in ${label}`,
            },
          ]),
      ...(patience == null
        ? []
        : [{ path: at, message: `${why} and cannot stop early: set patience to null in ${label}` }]),
    ];
  });
}
