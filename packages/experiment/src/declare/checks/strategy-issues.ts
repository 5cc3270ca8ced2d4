/** Rules of a profile that lists strategies. */
import { listedAt } from '../listed-at.ts';
import { recipesOfBlock } from '../recipes-of-block.ts';
import type { ProfileConfig } from '../experiment-config.ts';
import type { Registries } from '../../spec/registries.ts';
import type { ResolvedBlock, ResolvedProfile } from '../resolved-profile.ts';
import type { FieldIssue } from '../yaml/yaml-source.ts';

/** What the strategies of `block` ask of its tasks and its recipes: every broken rule. Paths begin at the profile. */
export function* strategyIssues(
  config: ProfileConfig,
  profile: ResolvedProfile,
  block: ResolvedBlock,
  registries: Registries,
): Generator<FieldIssue> {
  const { strategies = [], tasks } = block;
  if (strategies.length === 0) return;
  const whole = tasks.filter(({ config }) => registries.partsOf(config) === null);
  if (whole.length > 0) {
    const labels = whole.map(({ label }) => label).join(', ');
    const message = `${labels}: has no parts, so there is nothing for a strategy to learn one after the other; use a task made of parts (a stream such as split, a family such as systems), or leave out strategies`;
    // The list that the first of them stands in.
    yield { path: listedAt(config, 'tasks', whole[0]!.label)?.slice(0, -1) ?? ['tasks'], message };
    return;
  }
  const sequential = strategies.find(({ config }) => registries.strategyOrder(config.kind) === 'sequential');
  if (sequential === undefined) return;
  const why = `strategy ${sequential.label} learns one part after the other`;
  for (const { label, config: recipe, at } of recipesOfBlock(profile, block)) {
    const { steps, select, patience } = recipe;
    const unequal = tasks.find(({ config }) => Number(steps) % (registries.partsOf(config) ?? 1) !== 0);
    if (unequal !== undefined) {
      const parts = `the ${String(registries.partsOf(unequal.config))} parts of ${unequal.label}`;
      const message = `${why} with an equal share of the steps, but ${String(steps)} steps of ${label} cannot be shared by ${parts}; take a multiple`;
      yield { path: at, message };
    }
    if (select !== 'last') {
      yield { path: at, message: `${why} and is tested as it ends: set select to last in ${label}` };
    }
    if (patience != null) {
      yield { path: at, message: `${why} and cannot stop early: set patience to null in ${label}` };
    }
  }
}
