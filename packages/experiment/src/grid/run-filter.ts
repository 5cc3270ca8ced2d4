/** The filter of the command line: `method=ds|rigl,sparsity=0.9,seed=1`. */
import { ConfigError } from '../declare/config-error.ts';
import { suggestion } from '../declare/nearest-name.ts';

/** Labels of the grid that a run must have; of each field listed, one of its values. */
export interface RunFilter {
  readonly architecture?: readonly string[];
  readonly method?: readonly string[];
  readonly task?: readonly string[];
  readonly strategy?: readonly string[];
  readonly recipe?: readonly string[];
  readonly sparsity?: readonly number[];
  readonly seed?: readonly number[];
}

/** Fields that a filter may name. */
export const filterFields = [
  'architecture',
  'task',
  'strategy',
  'method',
  'recipe',
  'sparsity',
  'seed',
] as const;
export type FilterField = (typeof filterFields)[number];

/** Parses `field=value|value,field=value`. Throws ConfigError with every problem, each naming the part it is in. */
export function parseRunFilter(text: string): RunFilter {
  const filter: Partial<Record<FilterField, (string | number)[]>> = {};
  const problems: string[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [name = '', ...rest] = part.split('=').map((piece) => piece.trim());
    const field = filterFields.find((known) => known === name);
    if (part === '') {
      problems.push('a part is empty: write field=value,field=value');
    } else if (rest.length !== 1) {
      problems.push(`"${part}": expected field=value or field=value|value`);
    } else if (field === undefined) {
      problems.push(`"${part}": unknown field "${name}"${suggestion(name, filterFields)}`);
    } else if (filter[field] !== undefined) {
      problems.push(`"${part}": ${field} is named twice; write alternatives as ${field}=a|b`);
    } else {
      filter[field] = rest[0]!.split('|').map((value) => parseValue(field, value.trim(), part, problems));
    }
  }
  if (problems.length > 0) {
    throw new ConfigError(problems.map((message) => ({ file: '--only', line: null, path: '', message })));
  }
  return filter as RunFilter;
}

/** The text that `parseRunFilter` reads back. */
export function formatRunFilter(filter: RunFilter): string {
  return filterFields
    .flatMap((field) => (filter[field] === undefined ? [] : [`${field}=${filter[field].join('|')}`]))
    .join(',');
}

function parseValue(field: FilterField, value: string, part: string, problems: string[]): string | number {
  if (value === '') {
    problems.push(`"${part}": a value of ${field} is empty`);
    return value;
  }
  if (field !== 'sparsity' && field !== 'seed') return value;
  const number = Number(value);
  if (field === 'sparsity' && !(number >= 0 && number < 1)) {
    problems.push(`"${part}": ${value} is not a sparsity: expected a number in [0, 1)`);
  }
  if (field === 'seed' && !(Number.isInteger(number) && number >= 1)) {
    problems.push(`"${part}": ${value} is not a seed: expected an integer ≥ 1`);
  }
  return number;
}
