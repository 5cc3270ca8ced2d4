/** Whether a name stands once in each list of an experiment that is about names. */
import type { ExperimentConfig } from '../experiment-config.ts';
import type { FieldIssue, FieldPath } from '../yaml/yaml-source.ts';

/** Every table, figure and claim id that is named again, and every label of the filter of a claim. */
export function repeatedNames({ claims, tables, figures }: ExperimentConfig): FieldIssue[] {
  return [
    ...again(claims.map(({ id }) => id)).map(([i, id]) => ({
      path: ['claims', i, 'id'],
      message: `claim id "${id}" is used twice`,
    })),
    ...claims.flatMap((claim, i) =>
      (['architectures', 'tasks', 'strategies'] as const).flatMap((list) =>
        twice(claim[list] ?? [], ['claims', i, list]),
      ),
    ),
    ...again(tables).map(([i, name]) => ({ path: ['tables', i], message: `table ${name} is listed twice` })),
    ...again(figures).map(([i, name]) => ({
      path: ['figures', i],
      message: `figure ${name} is listed twice`,
    })),
  ];
}

function twice(values: readonly unknown[], path: FieldPath): FieldIssue[] {
  return again(values).map(([i, value]) => ({
    path: [...path, i],
    message: `${String(value)} is listed twice: name it once`,
  }));
}

/** Items that stand earlier in the list, with their index. */
function again<T>(names: readonly T[]): [number, T][] {
  return [...names.entries()].filter(([i, name]) => names.indexOf(name) < i);
}
