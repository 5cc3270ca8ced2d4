/** Whether a claim's measure is one that runs of its sides will have. */
import { derivedMeasures, type Claim } from '@dsrnn/records';
import { partsOfName } from '../measure-of.ts';
import { nearestName } from '../nearest-name.ts';
import type { Registries } from '../../spec/registries.ts';
import type { ResolvedProfile } from '../resolved-profile.ts';
import type { FieldIssue } from '../yaml/yaml-source.ts';

/**
 * What is wrong with the measures of a claim, in the profiles that have runs of both of its sides: a measure that no
 * probe there writes, a name that its probe does not know, a probe that has nothing to look at in the side's method.
 */
export function claimMeasureIssues(
  { treatment, reference }: Claim,
  comparable: readonly ResolvedProfile[],
  registries: Registries,
): FieldIssue[] {
  const sides = [
    ['treatment', treatment],
    ...('value' in reference ? [] : [['reference', reference] as const]),
  ] as const;
  return sides.flatMap(([role, { measure, label }]) => {
    if (measure === undefined) return [];
    const message = problem(measure, label, comparable, registries);
    return message === null ? [] : [{ path: [role, 'measure'], message }];
  });
}

function problem(
  measure: string,
  label: string,
  profiles: readonly ResolvedProfile[],
  registries: Registries,
): string | null {
  const inParts = profiles.some(({ tasks }) =>
    tasks.some(({ config }) => registries.partsOf(config) !== null),
  );
  // Names do not depend on what scores the task. Nothing is transferred where a task is one.
  const derived = Object.keys(derivedMeasures('accuracy')).filter(
    (name) => inParts || !name.startsWith('transfer.'),
  );
  if (derived.includes(measure)) return null;
  const [source, name] = partsOfName(measure);
  const known = new Map(sourcesOf(profiles, registries));
  const names = known.get(source);
  if (names === undefined && registries.probeKinds.includes(source)) {
    const own = Object.keys(registries.probeMeasures(source));
    const lacks = `${measure} is measured in no profile that has runs of both sides: list ${source} in the probes of one`;
    if (own.includes(name)) return lacks;
    return `${lacks}, and name a measure that it has${guess(nearestName(name, own))} (${listed(own)})`;
  }
  if (names === undefined) {
    const all = [...known].flatMap(([kind, ofKind]) => ofKind.map((one) => `${kind}.${one}`));
    const nearest = nearestName(measure, [...derived, ...all]);
    const there = [...derived, ...[...known.keys()].map((kind) => `${kind}.<measure>`)].join(', ');
    return `${measure} is measured in no profile that has runs of both sides${guess(nearest)}; there are: ${there}`;
  }
  if (!names.includes(name)) {
    return `${source} has no measure "${name}"${guess(nearestName(name, names))} (it has: ${listed(names)})`;
  }
  const methods = profiles.flatMap(({ methods }) => methods);
  const kind = methods.find((method) => method.label === label)?.config.kind;
  if (source === 'parts' || kind === undefined || registries.probeApplies(source, kind)) return null;
  return `probe ${source} has nothing to look at in method ${label}, so ${measure} is never measured there`;
}

/** What writes measures in some of `profiles`, with the names that it can write. */
function sourcesOf(
  profiles: readonly ResolvedProfile[],
  registries: Registries,
): (readonly [string, readonly string[]])[] {
  const kinds = new Set(profiles.flatMap(({ probes }) => probes.map(({ kind }) => kind)));
  const parts = profiles.some(({ tasks }) => tasks.some(({ config }) => registries.partsOf(config) !== null));
  return [
    ...[...kinds].map((kind) => [kind, Object.keys(registries.probeMeasures(kind))] as const),
    // Their names do not depend on what scores the task.
    ...(parts ? [['parts', Object.keys(registries.partMeasures('accuracy'))] as const] : []),
  ];
}

function guess(nearest: string | undefined): string {
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}

/** Enough to choose from; the rest is counted. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 40);
  return (
    shown.join(', ') + (names.length > shown.length ? ` and ${String(names.length - shown.length)} more` : '')
  );
}
