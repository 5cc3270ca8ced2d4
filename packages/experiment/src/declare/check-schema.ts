/** Parses data by a zod schema and words the problems so that a reader can mend them. */
import { uniqueBy } from '@dsrnn/portable';
import { z } from 'zod';
import { nearestName, suggestion } from './nearest-name.ts';
import { WRONG, wordsOf } from './schema-words.ts';
import { under, type FieldIssue, type FieldPath } from './yaml/yaml-source.ts';

/** Either the parsed value, defaults filled in, or every problem. */
export type Checked<T> =
  { readonly value: T; readonly issues: readonly [] } | { readonly issues: readonly FieldIssue[] };

/**
 * Parses `value`; paths of issues start with `prefix`. An unknown key names the nearest key that the schema knows
 * at that place; an unknown `kind` lists the known ones; a value that breaks a rule is quoted.
 */
export function checkSchema<T>(schema: z.ZodType<T>, value: unknown, prefix: FieldPath = []): Checked<T> {
  const parsed = schema.safeParse(value, { error: wordsOf });
  if (parsed.success) return { value: parsed.data, issues: [] };
  const shape = shapeOf(schema);
  const issues = parsed.error.issues.flatMap((issue) => describe(issue, value, shape));
  // A value that breaks two bounds of one rule, as −0.5 for a seed, is one problem.
  const unlike = uniqueBy(issues, ({ path, message }) => JSON.stringify([path, message]));
  return { issues: under(prefix, unlike) };
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

const shapes = new WeakMap<z.ZodType, JsonSchema>();

/** The schema as data, made once: that of all tasks takes a tenth of a second. */
function shapeOf(schema: z.ZodType): JsonSchema {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  shapes.set(schema, shape);
  return shape;
}

function describe(issue: z.core.$ZodIssue, root: unknown, shape: JsonSchema): FieldIssue[] {
  const { path } = issue;
  const value = valueAt(root, path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(shape, shape, root, path);
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, known) }));
  }
  if (issue.code === 'invalid_union' && 'options' in issue) {
    const known = [...(issue.options as Iterable<unknown>)].map(String);
    const message =
      value === undefined
        ? `missing: expected one of ${known.join(', ')}`
        : `unknown ${String(path.at(-1))} ${quote(value)}${suggestion(typeof value === 'string' ? value : quote(value), known)}`;
    return [{ path, message }];
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.flatMap((inner) => [
      { path, message: `${inner.message}, got the key ${quote(path.at(-1))}` },
    ]);
  }
  if (issue.code === 'invalid_union' && issue.message === WRONG) {
    const literals = issue.errors
      .flat()
      .filter((inner) => inner.code === 'invalid_value' && inner.path.length === 0);
    const known = literals.flatMap((inner) => ('values' in inner ? inner.values.map(String) : []));
    // Each branch is one literal: the known values are those of all branches.
    if (literals.length === issue.errors.length) return [{ path, message: unknownValue(value, known) }];
    const types = issue.errors.flatMap((branch) => branch.filter(isOfType));
    // A scalar or a word for it, as `auto`.
    if (literals.length > 0 && literals.length + types.length === issue.errors.length)
      return [
        {
          path,
          message: `${types.map(({ message }) => message).join(' or ')} or ${known.join(' or ')}, got ${shown(value)}`,
        },
      ];
    const [branch = []] = [...issue.errors].sort(
      (a, b) => Number(isOfOtherType(a)) - Number(isOfOtherType(b)) || a.length - b.length,
    );
    return branch.flatMap((inner) => describe({ ...inner, path: [...path, ...inner.path] }, root, shape));
  }
  if (value === undefined && issue.code === 'invalid_type') {
    return [{ path, message: `missing: ${issue.message}` }];
  }
  if (issue.code === 'invalid_value') {
    return [{ path, message: unknownValue(value, issue.values.map(String)) }];
  }
  return [
    { path, message: issue.code === 'custom' ? issue.message : `${issue.message}, got ${shown(value)}` },
  ];
}

/** Whether an alternative fails as a whole, as a list where an object is expected: it is not what was meant. */
function isOfOtherType(errors: readonly z.core.$ZodIssue[]): boolean {
  return errors.some(isOfType);
}

function isOfType({ code, path }: z.core.$ZodIssue): boolean {
  return code === 'invalid_type' && path.length === 0;
}

function unknownValue(value: unknown, known: readonly string[]): string {
  return `unknown value ${quote(value)}${suggestion(typeof value === 'string' ? value : quote(value), known)}`;
}

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  return nearest === undefined
    ? `unknown key (known: ${known.join(', ')})`
    : `unknown key; did you mean "${nearest}"? (known: ${known.join(', ')})`;
}

function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** A value by itself, of a list its length, of an object that it is one. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${String(value.length)}`;
  return typeof value === 'object' && value !== null ? 'an object' : quote(value);
}

function valueAt(root: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    root,
  );
}

/** Keys that the schema allows in the object at `path`; of alternatives, those whose `kind` fits the data. */
function knownKeys(root: JsonSchema, schema: JsonSchema, value: unknown, path: FieldPath): string[] {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target === undefined ? [] : knownKeys(root, target, value, path);
  }
  const alternatives = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  if (alternatives.length > 0) {
    const fitting = alternatives.filter((option) => fitsKind(option, value));
    return [...new Set(fitting.flatMap((option) => knownKeys(root, option, value, path)))];
  }
  const [head, ...rest] = path;
  if (head === undefined) return Object.keys(schema.properties ?? {});
  const next =
    typeof head === 'number'
      ? schema.items
      : (schema.properties?.[String(head)] ?? schema.additionalProperties);
  if (typeof next !== 'object' || Array.isArray(next)) return [];
  return knownKeys(root, next, valueAt(value, [head]), rest);
}

function fitsKind(option: JsonSchema, value: unknown): boolean {
  const kind = option.properties?.['kind'];
  if (typeof kind !== 'object' || kind.const === undefined) return true;
  return valueAt(value, ['kind']) === kind.const;
}
