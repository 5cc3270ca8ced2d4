/** Rules of a profile that lists strategies. */
import { listedAt } from '../listed-at.ts';
import { recipesOfBlock } from '../recipes-of-block.ts';
import type { ProfileConfig } from '../experiment-config.ts';
import type { Registries } from '../../spec/registries.ts';
import type { ResolvedBlock, ResolvedProfile } from '../resolved-profile.ts';
import type { FieldIssue, FieldPath } from '../yaml/yaml-source.ts';

/** What the strategies of `block` ask of its tasks and its recipes: every broken rule. */
export function strategyIssues(
  name: string,
  config: ProfileConfig,
  profile: ResolvedProfile,
  block: ResolvedBlock,
  registries: Registries,
): FieldIssue[] {
  const path = ['profiles', name];
  const { strategies = [], tasks } = block;
  if (strategies.length === 0) return [];
  const whole = tasks.filter(({ config }) => registries.partsOf(config) === null);
  if (whole.length > 0) {
    const labels = whole.map(({ label }) => label).join(', ');
    const message = `${labels}: has no parts, so there is nothing for a strategy to learn one after the other; use a task made of parts (a stream such as split, a family such as systems), or leave out strategies`;
    return [{ path: [...path, ...listOf(config, whole[0]!.label)], message }];
  }
  const sequential = strategies.find(({ config }) => registries.strategyOrder(config.kind) === 'sequential');
  if (sequential === undefined) return [];
  return recipesOfBlock(profile, block).flatMap((recipe): FieldIssue[] => {
    const {
      label,
      config: { steps, select, patience },
    } = recipe;
    const at = [...path, ...recipe.at];
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

/** The list that a task stands in. */
function listOf(config: ProfileConfig, task: string): FieldPath {
  return listedAt(config, 'tasks', task)?.slice(0, -1) ?? ['tasks'];
}
