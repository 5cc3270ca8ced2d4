/** Rules across the fields of an experiment, checked once its presets are resolved. */
import { claimIssues } from './checks/claim.ts';
import { dataSizeIssues } from './checks/data-sizes.ts';
import { repeatedNames } from './checks/names-once.ts';
import { scheduleIssues } from './checks/schedule.ts';
import { fitsSparsity, sparsityRule } from './checks/sparsity-of-methods.ts';
import { unknownName } from './checks/unknown-name.ts';
import type { ExperimentConfig, Exclusion } from './experiment-config.ts';
import type { Kinded, Registries } from './registries.ts';
import type { Labelled, ResolvedProfile } from './resolved-profile.ts';
import { filterFields } from './run-filter.ts';
import { strategyIssues } from './strategy-issues.ts';
import { rateGridIssues } from './tuning/rate-grid.ts';
import type { FieldIssue } from './yaml-source.ts';

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
    ...Object.entries(profiles).flatMap(([name, profile]) => profileIssues(name, profile, registries)),
    ...config.exclude.flatMap((drop, i) => exclusionIssues(drop, i, profiles)),
    ...config.include.flatMap((_, i) => inclusionIssues(config, i, profiles, registries)),
    ...repeatedNames(config),
    ...config.claims.flatMap((claim, i) => claimIssues(claim, i, profiles, registries)),
    ...referenceIssues(config, profiles),
  ];
}

function referenceIssues({ reference }: ExperimentConfig, profiles: Profiles): FieldIssue[] {
  const known = Object.values(profiles).flatMap(({ methods, include }) => [
    ...methods.map(({ label }) => label),
    ...include.map(({ method }) => method.label),
  ]);
  if (reference === undefined || known.includes(reference)) return [];
  return [{ path: ['reference'], message: unknownName('method', reference, known) }];
}

function profileIssues(name: string, profile: ResolvedProfile, registries: Registries): FieldIssue[] {
  const path = ['profiles', name];
  const twice = (axis: string, values: readonly (string | number)[]): FieldIssue[] =>
    repeated(values).map((value) => ({ path: [...path, axis], message: `${String(value)} is listed twice` }));
  const labels = (entries: readonly Labelled<Kinded>[]): string[] => entries.map(({ label }) => label);
  const idle = profile.methods.filter(
    (method) => !profile.sparsity.some((s) => fitsSparsity(method, s, registries)),
  );
  return [
    ...twice('architectures', labels(profile.architectures)),
    ...twice('methods', labels(profile.methods)),
    ...twice('tasks', labels(profile.tasks)),
    ...twice('strategies', labels(profile.strategies ?? [])),
    ...strategyIssues(name, profile, registries),
    ...(profile.rates === undefined ? [] : rateGridIssues(profile.rates, [...path, 'tune', 'learningRate'])),
    ...scheduleIssues(name, profile),
    ...dataSizeIssues(name, profile, registries),
    ...repeated(profile.recipes.map(({ label }) => label)).map((label) => ({
      path: [...path, 'tune'],
      message: `two recipes are called ${label}; give an inline recipe a label of its own`,
    })),
    ...twice(
      'probes',
      profile.probes.map(({ kind }) => kind),
    ),
    ...twice('sparsity', profile.sparsity),
    ...twice('seeds', profile.seeds),
    ...idle.map((method) => ({
      path: [...path, 'methods'],
      message: `${sparsityRule(method, registries)}; no such sparsity is listed`,
    })),
  ];
}

function exclusionIssues(drop: Exclusion, i: number, profiles: Profiles): FieldIssue[] {
  const path = ['exclude', i];
  if (drop.profile !== undefined && profiles[drop.profile] === undefined) {
    return [
      { path: [...path, 'profile'], message: unknownName('profile', drop.profile, Object.keys(profiles)) },
    ];
  }
  const of = drop.profile === undefined ? Object.values(profiles) : [profiles[drop.profile]!];
  const known = {
    architecture: of.flatMap(({ architectures }) => architectures.map(({ label }) => label)),
    method: of.flatMap(({ methods }) => methods.map(({ label }) => label)),
    task: of.flatMap(({ tasks }) => tasks.map(({ label }) => label)),
    strategy: of.flatMap(({ strategies = [] }) => strategies.map(({ label }) => label)),
    recipe: of.flatMap(({ recipes }) => recipes.map(({ label }) => label)),
    sparsity: of.flatMap(({ sparsity }) => sparsity),
    seed: of.flatMap(({ seeds }) => seeds),
  };
  const fields = filterFields.filter((field) => drop[field] !== undefined);
  if (drop.recipe !== undefined && of.some(({ rates }) => rates !== undefined)) {
    return [{ path: [...path, 'recipe'], message: sameRates }];
  }
  if (fields.length === 0) return [{ path, message: 'names no field and would drop every run: delete it' }];
  return fields.flatMap((field) => {
    const value: string | number | readonly (string | number)[] = drop[field]!;
    const values = [value].flat();
    const names: readonly (string | number)[] = known[field];
    return values.flatMap((one, at) => {
      if (names.includes(one)) return [];
      const place = Array.isArray(value) ? [...path, field, at] : [...path, field];
      return [{ path: place, message: unknownName(field, one, known[field]) }];
    });
  });
}

function inclusionIssues(
  config: ExperimentConfig,
  i: number,
  profiles: Profiles,
  registries: Registries,
): FieldIssue[] {
  const { profile } = config.include[i]!;
  if (profiles[profile] === undefined) {
    return [
      { path: ['include', i, 'profile'], message: unknownName('profile', profile, Object.keys(profiles)) },
    ];
  }
  const position = config.include.slice(0, i).filter((other) => other.profile === profile).length;
  const { method, sparsity, strategy, recipe, seeds } = profiles[profile].include[position]!;
  const recipes = profiles[profile].recipes.map(({ label }) => label);
  const listed = profiles[profile].strategies !== undefined;
  const missing = `profile ${profile} ${listed ? 'lists strategies: name one' : 'lists no strategies: leave this out'}`;
  return [
    ...(recipe !== undefined && profiles[profile].rates !== undefined
      ? [{ path: ['include', i, 'recipe'], message: sameRates }]
      : []),
    ...(recipe === undefined || profiles[profile].rates !== undefined || recipes.includes(recipe)
      ? []
      : [{ path: ['include', i, 'recipe'], message: unknownName('recipe', recipe, recipes) }]),
    ...(listed === (strategy !== undefined) ? [] : [{ path: ['include', i, 'strategy'], message: missing }]),
    ...(fitsSparsity(method, sparsity, registries)
      ? []
      : [
          {
            path: ['include', i, 'sparsity'],
            message: `is ${String(sparsity)}, but ${sparsityRule(method, registries)}`,
          },
        ]),
    ...repeated(seeds).map((seed) => ({
      path: ['include', i, 'seeds'],
      message: `${String(seed)} is listed twice`,
    })),
  ];
}

/** A place that was tried with fewer rates than another would lose for that. */
const sameRates =
  'the profile tunes the learning rate, by the same rule at every place: leave the recipe out, or list recipes in tune';

function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}
