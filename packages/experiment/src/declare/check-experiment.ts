/** Rules across the fields of an experiment, checked once its presets are resolved. */
import { count, uniqueBy } from '@dsrnn/portable';
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
import { under, type FieldIssue } from './yaml/yaml-source.ts';

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
    ...Object.entries(profiles).flatMap(([name, profile]) => {
      const issues = profileIssues(config.profiles[name as ProfileName]!, profile, registries);
      return under(['profiles', name], issues);
    }),
    ...repeatedNames(config),
    ...config.claims.flatMap((claim, i) => under(['claims', i], claimIssues(claim, profiles, registries))),
    ...referenceIssues(config, profiles),
  ];
}

function referenceIssues({ reference }: ExperimentConfig, profiles: Profiles): FieldIssue[] {
  const known = Object.values(profiles).flatMap(({ methods }) => methods.map(({ label }) => label));
  if (reference === undefined || known.includes(reference)) return [];
  return [{ path: ['reference'], message: unknownName('method', reference, known) }];
}

/** What is wrong with a profile; paths begin there. */
function profileIssues(
  config: ProfileConfig,
  profile: ResolvedProfile,
  registries: Registries,
): FieldIssue[] {
  const { recipes, rates, probes, blocks } = profile;
  const issues = [
    ...listedTwice(config),
    ...(config.blocks ?? []).flatMap((block, i) => under(['blocks', i], listedTwice(block))),
    ...blocks.flatMap((block) => [...strategyIssues(config, profile, block, registries)]),
    ...(rates === undefined ? [] : under(['tune', 'learningRate'], rateGridIssues(rates))),
    ...tuningSeedIssues(profile),
    ...scheduleIssues(profile),
    ...blocks.flatMap((block) => [...dataSizeIssues(config, profile, block, registries)]),
    ...repeated(recipes.map(({ label }) => label)).map((label) => ({
      path: ['tune'],
      message: `two recipes are called ${label}; give an inline recipe a label of its own`,
    })),
    ...repeated(probes.map(({ kind }) => kind)).map((kind) => ({
      path: ['probes'],
      message: `${kind} is listed twice`,
    })),
    ...idleMethodIssues(config, profile, registries),
    ...blockIssues(config, profile, registries),
  ];
  // Several blocks may have one fault of their profile.
  return uniqueBy(issues, (issue) => JSON.stringify(issue));
}

/** A number of seeds to tune with that leaves out none. */
function tuningSeedIssues({ rates, seeds }: ResolvedProfile): FieldIssue[] {
  if (rates?.seeds === undefined || rates.seeds < seeds.length) return [];
  const message = `is ${String(rates.seeds)}, but the profile has ${count(seeds.length, 'seed')}: take fewer, or leave it out, and rates are tried with all of them`;
  return [{ path: ['tune', 'seeds'], message }];
}

function listedTwice(lists: BlockConfig): FieldIssue[] {
  return ([...entryLists, 'sparsity', 'seeds', 'recipes'] as const).flatMap((list) =>
    repeated((lists[list] ?? []).map(nameOf)).map((value) => ({
      path: [list],
      message: `${String(value)} is listed twice`,
    })),
  );
}

/** Methods that no sparsity of their block fits. */
function idleMethodIssues(
  config: ProfileConfig,
  { blocks }: ResolvedProfile,
  registries: Registries,
): FieldIssue[] {
  return blocks.flatMap(({ methods, sparsity }, i) => {
    const own: BlockConfig = config.blocks?.[i] ?? {};
    // The list that the block names itself is the one to change.
    const list = own.methods === undefined && own.sparsity !== undefined ? 'sparsity' : 'methods';
    const path = own[list] === undefined ? [list] : ['blocks', i, list];
    return methods
      .filter((method) => !sparsity.some((s) => fitsSparsity(method, s, registries)))
      .map((method) => ({
        path,
        message: `${sparsityRule(method, registries)}; no such sparsity is listed`,
      }));
  });
}

function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}
