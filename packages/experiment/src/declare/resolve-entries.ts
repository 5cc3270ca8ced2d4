/** Replaces the names of presets by their configs and checks inline configs by the registries. */
import { digestOf, type RunSpec } from '@dsrnn/records';
import type { z } from 'zod';
import { checkSchema } from './check-schema.ts';
import { suggestion } from './nearest-name.ts';
import type { Presets } from './presets.ts';
import { field, items } from './raw-fields.ts';
import type { Kinded } from '../spec/registries.ts';
import type { Labelled } from './resolved-profile.ts';
import type { FieldIssue, FieldPath } from './yaml/yaml-source.ts';

/** Lists of a profile or a block whose items are presets or inline configs. */
export const entryLists = ['architectures', 'methods', 'tasks', 'strategies'] as const;
type EntryList = (typeof entryLists)[number];

/** The entries of some lists that could be resolved; a list that is left out is empty. */
export type ListEntries = Readonly<Record<EntryList, readonly Labelled<Kinded>[]>>;

/** Those of a profile, and those that its blocks name themselves; its recipes, `train` first, and its probes. */
export interface ProfileEntries {
  readonly own: ListEntries;
  readonly blocks: readonly ListEntries[];
  readonly recipes: readonly Labelled<RunSpec['train']>[];
  readonly probes: readonly Kinded[];
}

const oneOf = {
  architectures: 'architecture',
  methods: 'method',
  tasks: 'task',
  strategies: 'strategy',
} as const;

/** What the lists of a profile have named so far, by label. */
type Named = Readonly<Record<EntryList, Map<string, Labelled<Kinded>>>>;

/**
 * Resolves the entries of every profile of a file's raw data. A block may also name the label of an inline entry that
 * stands before it in its profile. Problems go to `issues`; what has the wrong shape altogether is skipped, for the
 * experiment's schema reports it.
 */
export function resolveEntries(
  experiment: unknown,
  presets: Presets,
  issues: FieldIssue[],
): Record<string, ProfileEntries> {
  const resolved: Record<string, ProfileEntries> = {};
  for (const [name, profile] of Object.entries(field(experiment, 'profiles') ?? {})) {
    const path = ['profiles', name];
    const named: Named = forEachList(() => new Map());
    resolved[name] = {
      own: resolveLists(profile, path, named, presets, issues),
      blocks: items(field(profile, 'blocks')).map((block, i) =>
        resolveLists(block, [...path, 'blocks', i], named, presets, issues),
      ),
      recipes: [field(profile, 'train'), ...items(field(profile, 'tune'))].flatMap((recipe, i) => {
        const at = [...path, ...(i === 0 ? ['train'] : ['tune', i - 1])];
        return resolveTrain(recipe, i === 0 ? 'own' : `own-${String(i)}`, presets, at, issues) ?? [];
      }),
      probes: items(field(profile, 'probes')).flatMap(
        (probe, i) => resolveProbe(probe, presets, [...path, 'probes', i], issues) ?? [],
      ),
    };
  }
  issues.push(...ambiguousLabels(resolved));
  return resolved;
}

function resolveLists(
  lists: unknown,
  path: FieldPath,
  named: Named,
  presets: Presets,
  issues: FieldIssue[],
): ListEntries {
  return forEachList((list) =>
    items(field(lists, list)).flatMap((entry, i) => {
      const one = resolveEntry(entry, list, named[list], presets, [...path, list, i], issues);
      if (one !== undefined) named[list].set(one.label, one);
      return one ?? [];
    }),
  );
}

function forEachList<T>(make: (list: EntryList) => T): Readonly<Record<EntryList, T>> {
  return Object.fromEntries(entryLists.map((list) => [list, make(list)])) as Record<EntryList, T>;
}

/** A training recipe, a name or an inline one with or without a label; `own` is the label of one without. */
function resolveTrain(
  entry: unknown,
  own: string,
  presets: Presets,
  path: FieldPath,
  issues: FieldIssue[],
): Labelled<RunSpec['train']> | undefined {
  if (typeof entry === 'string') {
    const config = presets.train.get(entry);
    if (config !== undefined) return { label: entry, config };
    issues.push({ path, message: unknownPreset('train', entry, [...presets.train.keys()]) });
    return undefined;
  }
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { label = own, ...inline } = entry as Record<string, unknown>;
  const checked = checkSchema(presets.registries.train, inline, path);
  issues.push(...checked.issues);
  return 'value' in checked ? { label: String(label), config: checked.value } : undefined;
}

/** A probe: its kind, with its default settings, or its settings. */
function resolveProbe(
  entry: unknown,
  presets: Presets,
  path: FieldPath,
  issues: FieldIssue[],
): Kinded | undefined {
  const settings = typeof entry === 'string' ? { kind: entry } : entry;
  if (typeof settings !== 'object' || settings === null) return undefined;
  const checked = checkSchema(presets.registries.probe, settings, path);
  issues.push(...checked.issues);
  return 'value' in checked ? checked.value : undefined;
}

function resolveEntry(
  entry: unknown,
  axis: EntryList,
  named: ReadonlyMap<string, Labelled<Kinded>>,
  presets: Presets,
  path: FieldPath,
  issues: FieldIssue[],
): Labelled<Kinded> | undefined {
  const known = presets[axis];
  if (typeof entry === 'string') {
    const config = known.get(entry) ?? named.get(entry)?.config;
    if (config !== undefined) return { label: entry, config };
    const names = [...new Set([...known.keys(), ...named.keys()])];
    issues.push({ path, message: unknownPreset(oneOf[axis], entry, names) });
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
  return entryLists.flatMap((list) => {
    const seen = new Map<string, { digest: string; profile: string }>();
    return Object.entries(profiles).flatMap(([profile, { own, blocks }]) =>
      [own, ...blocks].flatMap((lists, i) =>
        lists[list].flatMap(({ label, config }) => {
          const digest = digestOf(config);
          const first = seen.get(label);
          if (first === undefined) seen.set(label, { digest, profile });
          if (first === undefined || first.digest === digest) return [];
          const message = `label "${label}" stands for another config in profile ${first.profile}: choose another`;
          const block = i === 0 ? [] : ['blocks', i - 1];
          return [{ path: ['profiles', profile, ...block, list], message }];
        }),
      ),
    );
  });
}

function unknownPreset(what: string, name: string, known: readonly string[]): string {
  return `unknown ${what} preset "${name}"${suggestion(name, known)}`;
}
