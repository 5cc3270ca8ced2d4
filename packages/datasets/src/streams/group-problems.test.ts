import { describe, expect, it } from 'vitest';
import { groupProblems } from './group-problems.ts';
import type { GroupFields } from './group-problems.ts';

function problems(fields: Partial<GroupFields>, classes = 10): string[] {
  const experiences = fields.experiences ?? fields.groups?.length ?? 5;
  return groupProblems({ scenario: 'class', ...fields, experiences }, classes).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
}

describe('splitting classes', () => {
  it('takes equal runs, and disjoint groups of one size', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ experiences: 10 })).toEqual([]);
    expect(problems({ groups: [[9, 1], [0, 2]], scenario: 'task' })).toEqual([]); // prettier-ignore
  });

  it('refuses more experiences than classes', () => {
    expect(problems({ experiences: 11 })).toEqual([
      'experiences: 11 experiences asked for, but the wrapped task has 10 classes; every one needs a class, lower it',
    ]);
  });

  it('refuses classes that do not divide, and names the divisors', () => {
    expect(problems({ experiences: 3 })).toEqual([
      'experiences: the wrapped task has 10 classes, which do not make 3 groups of one size; use a divisor (2, 5, 10) or name the groups',
    ]);
  });

  it('refuses overlapping experiences', () => {
    expect(problems({ groups: [[0, 1], [2, 1]] })).toEqual([
      'groups.1.1: class 1 is in experience 0 already; experiences share no class',
    ]); // prettier-ignore
    expect(problems({ groups: [[0, 0], [2, 1]] })).toEqual([
      'groups.0.1: class 0 is in experience 0 already; experiences share no class',
    ]); // prettier-ignore
  });

  it('refuses an empty experience, and groups of several sizes', () => {
    expect(problems({ groups: [[0, 1], []] })).toEqual([
      'groups.1: the experience is empty; list its classes',
    ]);
    expect(problems({ groups: [[0, 1], [2]] })).toEqual([
      'groups.1: 1 classes, but experience 0 has 2; expected one size',
    ]);
  });

  it('refuses classes that the task does not have', () => {
    expect(problems({ groups: [[0], [10]] })).toEqual([
      'groups.1.0: there is no class 10; the wrapped task has 0 to 9',
    ]);
  });

  it('refuses one group, and a number of experiences that is not that of the groups', () => {
    expect(problems({ groups: [[0]] })).toEqual([
      'groups: 1 experience; a stream needs two or more, list their classes',
    ]);
    expect(problems({ groups: [[0], [1]], experiences: 3 })).toEqual([
      'experiences: 3 experiences asked for, but there are 2 groups; leave it out',
    ]);
  });

  it('takes a name a group, all different', () => {
    const groups = [[0], [1]];
    expect(problems({ groups, names: ['a', 'b'] })).toEqual([]);
    expect(problems({ groups, names: ['a'] })).toEqual(['names: 1 names for 2 groups; expected one each']);
    expect(problems({ groups, names: ['a', 'a'] })).toEqual([
      "names: two groups are named 'a'; expected different names",
    ]);
    expect(problems({ names: ['a'] })).toEqual(['names: only for groups; list the groups or leave it out']);
  });

  it('refuses one class an experience where the target is its place in the group', () => {
    expect(problems({ experiences: 10, scenario: 'domain' })[0]).toMatch(
      /^experiences: one class an experience/,
    );
    expect(problems({ groups: [[0], [1]], scenario: 'task' })[0]).toMatch(/^groups: one class an experience/);
  });
});
