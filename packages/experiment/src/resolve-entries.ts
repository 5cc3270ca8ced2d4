/** Replaces the names of presets by their configs and checks inline configs by the registries. */
import { digestOf, type RunSpec } from '@dsrnn/records';
import type { z } from 'zod';
import { checkSchema } from './check-schema.ts';
import { suggestion } from './nearest-name.ts';
import type { Presets } from './presets.ts';
import type { Kinded } from './registries.ts';
import type { IncludedRuns, Labelled } from './resolved-profile.ts';
import type { FieldIssue, FieldPath } from './yaml-source.ts';

/** The entries of a profile that could be resolved. */
export interface ProfileEntries {
  readonly architectures: readonly Labelled<Kinded>[];
  readonly methods: readonly Labelled<Kinded>[];
  readonly tasks: readonly Labelled<Kinded>[];
  /** Empty where the profile lists none. */
  readonly strategies: readonly Labelled<Kinded>[];
}

type Axis = keyof ProfileEntries;
const axes = ['architectures', 'methods', 'tasks', 'strategies'] as const;
const oneOf = {
  architectures: 'architecture',
  methods: 'method',
  tasks: 'task',
  strategies: 'strategy',
} as const;

/**
 * Resolves the entries of every profile of a file's raw data. Problems go to `issues`; what has the wrong shape
 * altogether is skipped, for the experiment's schema reports it.
 */
export function resolveEntries(
  experiment: unknown,
  presets: Presets,
  issues: FieldIssue[],
): Record<string, ProfileEntries> {
  const resolved: Record<string, ProfileEntries> = {};
  for (const [name, profile] of Object.entries(field(experiment, 'profiles') ?? {})) {
    const list = (axis: Axis): Labelled<Kinded>[] =>
      items(field(profile, axis)).flatMap((entry, i) => {
        const one = resolveEntry(entry, axis, presets, ['profiles', name, axis, i], issues);
        return one === undefined ? [] : [one];
      });
    resolved[name] = {
      architectures: list('architectures'),
      methods: list('methods'),
      tasks: list('tasks'),
      strategies: list('strategies'),
    };
    issues.push(...resolveTrain(field(profile, 'train'), presets, ['profiles', name, 'train']).issues);
    items(field(profile, 'tune')).forEach((recipe, i) => {
      issues.push(...resolveTrain(recipe, presets, ['profiles', name, 'tune', i]).issues);
    });
    items(field(profile, 'probes')).forEach((probe, i) => {
      issues.push(...resolveProbe(probe, presets, ['profiles', name, 'probes', i]).issues);
    });
  }
  issues.push(...ambiguousLabels(resolved));
  return resolved;
}

/** Resolves `include`. A name is looked up among the labels of its profile first, then among the presets. */
export function resolveInclusions(
  experiment: unknown,
  profiles: Readonly<Record<string, ProfileEntries>>,
  presets: Presets,
  issues: FieldIssue[],
): { readonly profile: string; readonly runs: IncludedRuns }[] {
  return items(field(experiment, 'include')).flatMap((item, i) => {
    const profile = String(field(item, 'profile'));
    const [architecture, method, task, strategy] = axes.map((axis) => {
      const entry = field(item, oneOf[axis]);
      if (axis === 'strategies' && entry === undefined) return undefined;
      const own = profiles[profile]?.[axis].find(({ label }) => label === entry);
      return own ?? resolveEntry(entry, axis, presets, ['include', i, oneOf[axis]], issues);
    });
    if (architecture === undefined || method === undefined || task === undefined) return [];
    const sparsity = Number(field(item, 'sparsity'));
    const seeds = items(field(item, 'seeds')).map(Number);
    const named = field(item, 'recipe');
    const recipe = typeof named === 'string' ? { recipe: named } : {};
    return [
      {
        profile,
        runs: { architecture, method, sparsity, task, ...(strategy && { strategy }), ...recipe, seeds },
      },
    ];
  });
}

/** An entry of a list that stands alone, where it is sound. */
interface Resolved<T> {
  readonly config?: T;
  readonly issues: readonly FieldIssue[];
}

/** Resolves a training recipe, a name or an inline one with or without a label; `own` is the label of one without. */
export function resolveTrain(
  entry: unknown,
  presets: Presets,
  path: FieldPath,
  own = 'own',
): Resolved<Labelled<RunSpec['train']>> {
  if (typeof entry === 'string') {
    const config = presets.train.get(entry);
    return config === undefined
      ? { issues: [{ path, message: unknownPreset('train', entry, [...presets.train.keys()]) }] }
      : { config: { label: entry, config }, issues: [] };
  }
  if (typeof entry !== 'object' || entry === null) return { issues: [] };
  const { label = own, ...inline } = entry as Record<string, unknown>;
  const checked = checkSchema(presets.registries.train, inline, path);
  return 'value' in checked
    ? { config: { label: String(label), config: checked.value }, issues: [] }
    : { issues: checked.issues };
}

/** Resolves a probe: its kind, with its default settings, or its settings. */
export function resolveProbe(entry: unknown, presets: Presets, path: FieldPath): Resolved<Kinded> {
  const settings = typeof entry === 'string' ? { kind: entry } : entry;
  if (typeof settings !== 'object' || settings === null) return { issues: [] };
  const checked = checkSchema(presets.registries.probe, settings, path);
  return 'value' in checked ? { config: checked.value, issues: [] } : { issues: checked.issues };
}

function resolveEntry(
  entry: unknown,
  axis: Axis,
  presets: Presets,
  path: FieldPath,
  issues: FieldIssue[],
): Labelled<Kinded> | undefined {
  const known = presets[axis];
  if (typeof entry === 'string') {
    const config = known.get(entry);
    if (config !== undefined) return { label: entry, config };
    issues.push({ path, message: unknownPreset(oneOf[axis], entry, [...known.keys()]) });
    return undefined;
  }
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { label, ...inline } = entry as Record<string, unknown>;
  const schema: z.ZodType<Kinded> = presets.registries[oneOf[axis]];
  const checked = checkSchema(schema, inline, path);
  issues.push(...checked.issues);
  if (typeof label !== 'string') return undefined;
  if (known.has(label)) {
    issues.push({
      path: [...path, 'label'],
      message: `"${label}" is the name of a preset: choose another label`,
    });
    return undefined;
  }
  return 'value' in checked ? { label, config: checked.value } : undefined;
}

/** One label must mean one config in all profiles, or a table would mix them. */
function ambiguousLabels(profiles: Readonly<Record<string, ProfileEntries>>): FieldIssue[] {
  return axes.flatMap((axis) => {
    const seen = new Map<string, { digest: string; profile: string }>();
    return Object.entries(profiles).flatMap(([profile, entries]) =>
      entries[axis].flatMap(({ label, config }) => {
        const digest = digestOf(config);
        const first = seen.get(label);
        if (first === undefined) seen.set(label, { digest, profile });
        if (first === undefined || first.digest === digest) return [];
        const message = `label "${label}" stands for another config in profile ${first.profile}: choose another`;
        return [{ path: ['profiles', profile, axis], message }];
      }),
    );
  });
}

function unknownPreset(what: string, name: string, known: readonly string[]): string {
  return `unknown ${what} preset "${name}"${suggestion(name, known)}`;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
