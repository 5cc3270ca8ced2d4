import type { ConfigProblem } from '../config-problem.ts';

/** How a stream splits the classes. */
export interface GroupFields {
  readonly experiences: number;
  readonly scenario: 'class' | 'domain' | 'task';
  readonly groups?: readonly (readonly number[])[] | undefined;
  readonly names?: readonly string[] | undefined;
}

/** What keeps `classes` classes, numbered from 0, from being split like this into disjoint groups of one size. */
export function groupProblems(fields: GroupFields, classes: number): readonly ConfigProblem[] {
  const { experiences, scenario, groups } = fields;
  const problems = [
    ...(groups === undefined ? countProblems(experiences, classes) : listProblems(groups, fields, classes)),
    ...nameProblems(fields),
  ];
  if (problems.length > 0 || scenario === 'class') return problems;
  const size = groups === undefined ? classes / experiences : groups[0]!.length;
  if (size > 1) return [];
  const message = `one class an experience leaves nothing to tell apart with scenario ${scenario}; use scenario class`;
  return [
    { path: [groups === undefined ? 'experiences' : 'groups'], message: `${message} or larger groups` },
  ];
}

function countProblems(experiences: number, classes: number): readonly ConfigProblem[] {
  const path = ['experiences'];
  const there = `the wrapped task has ${classes} classes`;
  if (experiences > classes) {
    return [
      {
        path,
        message: `${experiences} experiences asked for, but ${there}; every one needs a class, lower it`,
      },
    ];
  }
  if (classes % experiences === 0) return [];
  const divisors = Array.from({ length: classes }, (_, i) => i + 1).filter((n) => n > 1 && classes % n === 0);
  const message = `${there}, which do not make ${experiences} groups of one size`;
  return [{ path, message: `${message}; use a divisor (${divisors.join(', ')}) or name the groups` }];
}

function listProblems(
  groups: readonly (readonly number[])[],
  { experiences }: GroupFields,
  classes: number,
): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (groups.length < 2) {
    const message = `${groups.length} experience; a stream needs two or more, list their classes`;
    return [{ path: ['groups'], message }];
  }
  if (experiences !== groups.length) {
    const message = `${experiences} experiences asked for, but there are ${groups.length} groups; leave it out`;
    problems.push({ path: ['experiences'], message });
  }
  const size = groups[0]!.length;
  const owners = new Map<number, number>();
  groups.forEach((group, i) => {
    if (group.length === 0) {
      problems.push({ path: ['groups', i], message: 'the experience is empty; list its classes' });
    } else if (group.length !== size) {
      const message = `${group.length} classes, but experience 0 has ${size}; expected one size`;
      problems.push({ path: ['groups', i], message });
    }
    group.forEach((label, k) => {
      const path = ['groups', i, k];
      const owner = owners.get(label);
      if (label >= classes) {
        const message = `there is no class ${label}; the wrapped task has 0 to ${classes - 1}`;
        problems.push({ path, message });
      } else if (owner !== undefined) {
        const message = `class ${label} is in experience ${owner} already; experiences share no class`;
        problems.push({ path, message });
      }
      owners.set(label, i);
    });
  });
  return problems;
}

function nameProblems({ groups, names }: GroupFields): readonly ConfigProblem[] {
  if (names === undefined) return [];
  const path = ['names'];
  if (groups === undefined) return [{ path, message: 'only for groups; list the groups or leave it out' }];
  if (names.length !== groups.length) {
    return [{ path, message: `${names.length} names for ${groups.length} groups; expected one each` }];
  }
  const twice = names.find((name, i) => names.indexOf(name) < i);
  return twice === undefined
    ? []
    : [{ path, message: `two groups are named '${twice}'; expected different names` }];
}
