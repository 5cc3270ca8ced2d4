/** Whether a name stands once in each list of an experiment that is about names. */
import type { ExperimentConfig } from '../experiment-config.ts';
import type { FieldIssue } from '../yaml-source.ts';

/** Every table, figure and claim id that is named again. */
export function repeatedNames({ claims, tables, figures }: ExperimentConfig): FieldIssue[] {
  return [
    ...again(claims.map(({ id }) => id)).map(([i, id]) => ({
      path: ['claims', i, 'id'],
      message: `claim id "${id}" is used twice`,
    })),
    ...again(tables).map(([i, name]) => ({ path: ['tables', i], message: `table ${name} is listed twice` })),
    ...again(figures).map(([i, name]) => ({
      path: ['figures', i],
      message: `figure ${name} is listed twice`,
    })),
  ];
}

/** Items that stand earlier in the list, with their index. */
function again(names: readonly string[]): [number, string][] {
  return [...names.entries()].filter(([i, name]) => names.indexOf(name) < i);
}
