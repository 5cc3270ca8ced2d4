/** Whether a claim is about something that is there. */
import type { Claim } from '@dsrnn/records';
import type { ResolvedProfile } from '../resolved-profile.ts';
import type { FieldIssue } from '../yaml/yaml-source.ts';
import { unknownName } from './unknown-name.ts';

/** Architectures, tasks and strategies that a claim names must be in some profile. */
export function claimScopeIssues(claim: Claim, all: readonly ResolvedProfile[]): FieldIssue[] {
  const { strategies = [], treatment, reference } = claim;
  const known = all.flatMap((profile) => (profile.strategies ?? []).map(({ label }) => label));
  const named: [(string | number)[], string | undefined][] = [
    ...strategies.map((label, j): [(string | number)[], string] => [['strategies', j], label]),
    [['treatment', 'strategy'], treatment.strategy],
    [['reference', 'strategy'], 'value' in reference ? undefined : reference.strategy],
  ];
  const wrong = named.flatMap(([path, label]) =>
    label === undefined || known.includes(label)
      ? []
      : [{ path, message: unknownName('strategy', label, known) }],
  );
  if (wrong.length > 0) return wrong;
  return (['architectures', 'tasks'] as const).flatMap((axis) => {
    const what = axis === 'tasks' ? ('task' as const) : ('architecture' as const);
    const known = all.flatMap((profile) => profile[axis].map(({ label }) => label));
    return (claim[axis] ?? []).flatMap((label, j) =>
      known.includes(label) ? [] : [{ path: [axis, j], message: unknownName(what, label, known) }],
    );
  });
}
