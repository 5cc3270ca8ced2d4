/** Reads one number from a committed JSON, CSV or YAML file, by an address such as `results/x/laptop/claims.json#keeps.difference`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from '../../packages/analysis/test/parse-csv.ts';
import { readYaml } from '../../packages/experiment/src/declare/yaml/yaml-source.ts';

/** A number in a file, times `scale`. */
export interface NumberAddress {
  /** Relative to the workspace. */
  readonly file: string;
  /** JSON and YAML: names and indices joined by dots, an item of a list also by its `id`. CSV: `field=value&…:column`. */
  readonly selector: string;
  readonly scale: number;
}

/**
 * Value at an address. In a CSV the fields select the rows; more than one row needs `min`, `max`, `sum` or `count`
 * before the colon, as in `method=ds&max:score`. Throws an Error that names file and selector where nothing, or more
 * than one number, is there.
 */
export function numberAt(root: string, { file, selector, scale }: NumberAddress): number {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const value = file.endsWith('.csv')
    ? inCsv(text, selector)
    : inData(file.endsWith('.yaml') ? readYaml(path).value : JSON.parse(text), selector);
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Error(`${file}#${selector}: expected a finite number, got ${JSON.stringify(value)}`);
  }
  return value * scale;
}

function inData(value: unknown, selector: string): unknown {
  let at = value;
  for (const name of selector.split('.')) {
    if (Array.isArray(at)) {
      const items: readonly unknown[] = at;
      at = /^\d+$/.test(name) ? items[Number(name)] : items.find((item) => fieldOf(item, 'id') === name);
    } else at = fieldOf(at, name);
  }
  return at;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

const reductions: Readonly<Record<string, (values: readonly number[]) => number>> = {
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  count: (values) => values.length,
};

function inCsv(text: string, selector: string): unknown {
  const [names = [], ...records] = parseCsv(text);
  const rows = records.map((record) => Object.fromEntries(names.map((name, i) => [name, record[i] ?? ''])));
  const colon = selector.lastIndexOf(':');
  const column = selector.slice(colon + 1);
  const parts = selector.slice(0, Math.max(0, colon)).split('&').filter(Boolean);
  const reduction = parts.find((part) => part in reductions);
  const chosen = rows.filter((row) =>
    parts
      .filter((part) => part !== reduction)
      .every((part) => row[part.slice(0, part.indexOf('='))] === part.slice(part.indexOf('=') + 1)),
  );
  const values = chosen.map((row) => row[column]).filter((cell) => cell !== undefined && cell !== '');
  if (reduction !== undefined && values.length > 0) return reductions[reduction]?.(values.map(Number));
  return values.length === 1 ? Number(values[0]) : `${String(values.length)} values`;
}
