/** Rules across the fields of an experiment, checked once its presets are resolved. */
import { canonicalJson, type Side } from '@dsrnn/records';
import { claimMeasureIssues } from './checks/claim-measures.ts';
import { dataSizeIssues } from './checks/data-sizes.ts';
import { repeatedNames } from './checks/names-once.ts';
import { scheduleIssues } from './checks/schedule.ts';
import type { ExperimentConfig, Exclusion } from './experiment-config.ts';
import { suggestion } from './nearest-name.ts';
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
    ...config.claims.flatMap((_, i) => claimIssues(config, i, profiles, registries)),
    ...referenceIssues(config, profiles),
  ];
}

function referenceIssues({ reference }: ExperimentConfig, profiles: Profiles): FieldIssue[] {
  const known = Object.values(profiles).flatMap(({ methods, include }) => [
    ...methods.map(({ label }) => label),
    ...include.map(({ method }) => method.label),
  ]);
  if (reference === undefined || known.includes(reference)) return [];
  return [{ path: ['reference'], message: unknown('method', reference, known) }];
}

function profileIssues(name: string, profile: ResolvedProfile, registries: Registries): FieldIssue[] {
  const path = ['profiles', name];
  const twice = (axis: string, values: readonly (string | number)[]): FieldIssue[] =>
    repeated(values).map((value) => ({ path: [...path, axis], message: `${String(value)} is listed twice` }));
  const labels = (entries: readonly Labelled<Kinded>[]): string[] => entries.map(({ label }) => label);
  const idle = profile.methods.filter((method) => !profile.sparsity.some((s) => fits(method, s, registries)));
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
      message: `${rule(method, registries)}; no such sparsity is listed`,
    })),
  ];
}

function exclusionIssues(drop: Exclusion, i: number, profiles: Profiles): FieldIssue[] {
  const path = ['exclude', i];
  if (drop.profile !== undefined && profiles[drop.profile] === undefined) {
    return [{ path: [...path, 'profile'], message: unknown('profile', drop.profile, Object.keys(profiles)) }];
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
      return [{ path: place, message: unknown(field, one, known[field]) }];
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
    return [{ path: ['include', i, 'profile'], message: unknown('profile', profile, Object.keys(profiles)) }];
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
      : [{ path: ['include', i, 'recipe'], message: unknown('recipe', recipe, recipes) }]),
    ...(listed === (strategy !== undefined) ? [] : [{ path: ['include', i, 'strategy'], message: missing }]),
    ...(fits(method, sparsity, registries)
      ? []
      : [
          {
            path: ['include', i, 'sparsity'],
            message: `is ${String(sparsity)}, but ${rule(method, registries)}`,
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

function claimIssues(
  config: ExperimentConfig,
  i: number,
  profiles: Profiles,
  registries: Registries,
): FieldIssue[] {
  const { treatment, reference } = config.claims[i]!;
  const all = Object.values(profiles);
  const issues = (['treatment', 'reference'] as const).flatMap((role): FieldIssue[] => {
    const side = config.claims[i]![role];
    if ('value' in side) return [];
    const path = ['claims', i, role];
    const methods = all.flatMap((profile) => [
      ...profile.methods,
      ...profile.include.map(({ method }) => method),
    ]);
    const method = methods.find(({ label }) => label === side.label);
    if (method === undefined) {
      return [
        {
          path: [...path, 'label'],
          message: unknown(
            'method',
            side.label,
            methods.map(({ label }) => label),
          ),
        },
      ];
    }
    if (!fits(method, side.sparsity, registries)) {
      return [
        {
          path: [...path, 'sparsity'],
          message: `is ${String(side.sparsity)}, but ${rule(method, registries)}`,
        },
      ];
    }
    if (!all.some((profile) => contains(profile, side))) {
      const grid = all.flatMap(({ sparsity }) => sparsity);
      return [{ path: [...path, 'sparsity'], message: unknown('sparsity', side.sparsity, grid) }];
    }
    return [];
  });
  issues.push(...scopeIssues(config, i, all));
  if (canonicalJson(treatment) === canonicalJson(reference)) {
    const message = 'is the treatment itself, so every difference is 0: name another side';
    issues.push({ path: ['claims', i, 'reference'], message });
  }
  if (issues.length > 0) return issues;
  const comparable = Object.entries(profiles).filter(
    ([, p]) => contains(p, treatment) && ('value' in reference || contains(p, reference)),
  );
  if (comparable.length === 0) {
    return [
      { path: ['claims', i], message: 'no profile has runs of both sides, so nothing can be compared' },
    ];
  }
  if (treatment.measure !== undefined) {
    const profiles = comparable.map(([, profile]) => profile);
    return claimMeasureIssues(config.claims[i]!, i, profiles, registries);
  }
  return comparable.flatMap(([name, { tasks }]) => {
    const about = tasks.filter(({ label }) => config.claims[i]!.tasks?.includes(label) ?? true);
    const metrics = [...new Set(about.map(({ config: task }) => registries.metricOf(task)))];
    if (metrics.length <= 1) return [];
    const message = `the tasks of profile ${name} are scored by ${metrics.join(' and ')}, whose differences cannot be pooled: use tasks of one metric, or name the tasks of the claim`;
    return [{ path: ['claims', i], message }];
  });
}

/** Architectures, tasks and strategies that a claim names must be in some profile. */
function scopeIssues({ claims }: ExperimentConfig, i: number, all: readonly ResolvedProfile[]): FieldIssue[] {
  const { strategies = [], treatment, reference } = claims[i]!;
  const known = all.flatMap((profile) => (profile.strategies ?? []).map(({ label }) => label));
  const named: [(string | number)[], string | undefined][] = [
    ...strategies.map((label, j): [(string | number)[], string] => [['strategies', j], label]),
    [['treatment', 'strategy'], treatment.strategy],
    [['reference', 'strategy'], 'value' in reference ? undefined : reference.strategy],
  ];
  const wrong = named.flatMap(([path, label]) =>
    label === undefined || known.includes(label)
      ? []
      : [{ path: ['claims', i, ...path], message: unknown('strategy', label, known) }],
  );
  if (wrong.length > 0) return wrong;
  return (['architectures', 'tasks'] as const).flatMap((axis) => {
    const what = axis === 'tasks' ? ('task' as const) : ('architecture' as const);
    const known = all.flatMap((profile) => [
      ...profile[axis].map(({ label }) => label),
      ...profile.include.map((run) => run[what].label),
    ]);
    return (claims[i]![axis] ?? []).flatMap((label, j) =>
      known.includes(label) ? [] : [{ path: ['claims', i, axis, j], message: unknown(what, label, known) }],
    );
  });
}

function contains(profile: ResolvedProfile, side: Side): boolean {
  const listed =
    profile.methods.some(({ label }) => label === side.label) && profile.sparsity.includes(side.sparsity);
  return (
    listed || profile.include.some((run) => run.method.label === side.label && run.sparsity === side.sparsity)
  );
}

/** Dense methods run at sparsity 0, sparse methods above it. */
function fits(method: Labelled<Kinded>, sparsity: number, registries: Registries): boolean {
  return registries.isSparse(method.config.kind) === sparsity > 0;
}

function rule({ label, config }: Labelled<Kinded>, registries: Registries): string {
  return registries.isSparse(config.kind)
    ? `method ${label} is sparse and runs only above sparsity 0`
    : `method ${label} is not sparse and runs only at sparsity 0`;
}

function unknown(what: string, name: string | number, known: readonly (string | number)[]): string {
  return `no profile has the ${what} ${String(name)}${suggestion(String(name), [...new Set(known)].map(String))}`;
}

function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}
