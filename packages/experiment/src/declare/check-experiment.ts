/** Rules across the fields of an experiment, checked once its presets are resolved. */
import { uniqueBy } from '@dsrnn/portable';
import { blockIssues } from './checks/blocks.ts';
import { claimIssues } from './checks/claim.ts';
import { dataSizeIssues } from './checks/data-sizes.ts';
import { nameOf } from './listed-at.ts';
import { repeatedNames } from './checks/names-once.ts';
import { scheduleIssues } from './checks/schedule.ts';
import { fitsSparsity, sparsityRule } from './checks/sparsity-of-methods.ts';
import { unknownName } from './checks/unknown-name.ts';
import { entryLists } from './resolve-entries.ts';
import type { BlockConfig, ExperimentConfig, ProfileConfig, ProfileName } from './experiment-config.ts';
import type { Registries } from '../spec/registries.ts';
import type { ResolvedProfile } from './resolved-profile.ts';
import { strategyIssues } from './checks/strategy-issues.ts';
import { rateGridIssues } from './rate-grid.ts';
import type { FieldIssue, FieldPath } from './yaml/yaml-source.ts';

type Profiles = Readonly<Record<string, ResolvedProfile>>;

/** Every broken rule; an empty list for a sound experiment. */
export function checkExperiment(
  config: ExperimentConfig,
  profiles: Profiles,
  registries: Registries,
): readonly FieldIssue[] {
  const none = Object.keys(profiles).length === 0;
  return [
    ...(none
      ? [{ path: ['profiles'], message: 'has no profile: give at least one of quick, laptop, paper' }]
      : []),
    ...Object.entries(profiles).flatMap(([name, profile]) =>
      profileIssues(name, config.profiles[name as ProfileName]!, profile, registries),
    ),
    ...repeatedNames(config),
    ...config.claims.flatMap((claim, i) => claimIssues(claim, i, profiles, registries)),
    ...referenceIssues(config, profiles),
  ];
}

function referenceIssues({ reference }: ExperimentConfig, profiles: Profiles): FieldIssue[] {
  const known = Object.values(profiles).flatMap(({ methods }) => methods.map(({ label }) => label));
  if (reference === undefined || known.includes(reference)) return [];
  return [{ path: ['reference'], message: unknownName('method', reference, known) }];
}

function profileIssues(
  name: string,
  config: ProfileConfig,
  profile: ResolvedProfile,
  registries: Registries,
): FieldIssue[] {
  const path = ['profiles', name];
  const { recipes, rates, probes, blocks } = profile;
  return [
    ...listedTwice(config, path),
    ...(config.blocks ?? []).flatMap((block, i) => listedTwice(block, [...path, 'blocks', i])),
    ...unlike(blocks.flatMap((block) => strategyIssues(name, config, profile, block, registries))),
    ...(rates === undefined ? [] : rateGridIssues(rates, [...path, 'tune', 'learningRate'])),
    ...scheduleIssues(name, profile),
    ...unlike(blocks.flatMap((block) => dataSizeIssues(name, config, profile, block, registries))),
    ...repeated(recipes.map(({ label }) => label)).map((label) => ({
      path: [...path, 'tune'],
      message: `two recipes are called ${label}; give an inline recipe a label of its own`,
    })),
    ...repeated(probes.map(({ kind }) => kind)).map((kind) => ({
      path: [...path, 'probes'],
      message: `${kind} is listed twice`,
    })),
    ...idleMethodIssues(name, config, profile, registries),
    ...blockIssues(name, config, profile, registries),
  ];
}

function listedTwice(lists: BlockConfig, path: FieldPath): FieldIssue[] {
  return ([...entryLists, 'sparsity', 'seeds', 'recipes'] as const).flatMap((list) =>
    repeated((lists[list] ?? []).map(nameOf)).map((value) => ({
      path: [...path, list],
      message: `${String(value)} is listed twice`,
    })),
  );
}

/** Methods that no sparsity of their block fits. */
function idleMethodIssues(
  name: string,
  config: ProfileConfig,
  { blocks }: ResolvedProfile,
  registries: Registries,
): FieldIssue[] {
  const issues = blocks.flatMap(({ methods, sparsity }, i) => {
    const own: BlockConfig = config.blocks?.[i] ?? {};
    // The list that the block names itself is the one to change.
    const list = own.methods === undefined && own.sparsity !== undefined ? 'sparsity' : 'methods';
    const at = own[list] === undefined ? [list] : ['blocks', i, list];
    return methods
      .filter((method) => !sparsity.some((s) => fitsSparsity(method, s, registries)))
      .map((method) => ({
        path: ['profiles', name, ...at],
        message: `${sparsityRule(method, registries)}; no such sparsity is listed`,
      }));
  });
  return unlike(issues);
}

/** Several blocks may have one fault of their profile. */
function unlike(issues: readonly FieldIssue[]): FieldIssue[] {
  return uniqueBy(issues, (issue) => JSON.stringify(issue));
}

function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}
