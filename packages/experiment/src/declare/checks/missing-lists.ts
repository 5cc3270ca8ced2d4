/** Whether every cross product of a profile has all of its lists, its own or those of the profile. */
import { neededLists } from '../experiment-config.ts';
import { field, items } from '../raw-fields.ts';
import type { FieldIssue } from '../yaml/yaml-source.ts';

/** Every list that a profile or one of its blocks lacks, in the raw data of a file. */
export function missingLists(experiment: unknown): FieldIssue[] {
  return Object.entries(field(experiment, 'profiles') ?? {}).flatMap(([name, profile]): FieldIssue[] => {
    const path = ['profiles', name];
    const blocks = items(field(profile, 'blocks'));
    const lacks = (list: string): boolean => field(profile, list) === undefined;
    if (typeof profile !== 'object' || profile === null) return [];
    if (blocks.length === 0) {
      return neededLists
        .filter(lacks)
        .map((list) => ({ path: [...path, list], message: 'missing: expected a list' }));
    }
    const learned = blocks.some((block) => field(block, 'strategies') !== undefined);
    const needed = [...neededLists, ...(learned ? (['strategies'] as const) : [])].filter(lacks);
    return blocks.flatMap((block, i) =>
      needed
        .filter((list) => field(block, list) === undefined)
        .map((list) => ({
          path: [...path, 'blocks', i, list],
          message: `missing: list them here, or in the profile for every block that leaves them out`,
        })),
    );
  });
}
