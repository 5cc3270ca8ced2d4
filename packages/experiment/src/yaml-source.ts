/** A YAML file with the lines of its fields, so that every message can point into it. */
import { readFileSync } from 'node:fs';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { ConfigError, type ConfigIssue } from './config-error.ts';

/** Field of a document: object keys and array indices from the root. */
export type FieldPath = readonly PropertyKey[];

/** A problem at a field, before it is given a file and a line. */
export interface FieldIssue {
  readonly path: FieldPath;
  readonly message: string;
}

/** A parsed file. */
export interface YamlSource {
  readonly file: string;
  /** Plain data: objects, arrays, strings, numbers, booleans, null. */
  readonly value: unknown;
  /** Gives a field's problem its file and line. A field that is absent has the line of what should contain it. */
  readonly locate: (issue: FieldIssue) => ConfigIssue;
}

/**
 * Reads a YAML 1.2 file. Throws ConfigError when it is missing or unreadable, on every syntax error, on duplicate
 * keys and on unknown tags.
 */
export function readYaml(file: string): YamlSource {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = missing
      ? 'no such file: check the path and the folder you are in'
      : `cannot be read (${String((cause as NodeJS.ErrnoException).code)})`;
    throw new ConfigError([{ file, line: null, path: '', message }], { cause });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    throw new ConfigError(
      problems.map(({ pos, message }) => ({
        file,
        line: lines.linePos(pos[0]).line,
        path: '',
        message: `YAML: ${message}`,
      })),
    );
  }
  return {
    file,
    value: document.toJS(),
    locate: ({ path, message }) => ({
      file,
      line: lineOf(document, lines, path),
      path: formatPath(path),
      message,
    }),
  };
}

/** `profiles.quick.sparsity[2]`. */
export function formatPath(path: FieldPath): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number'
        ? `${text}[${String(part)}]`
        : text === ''
          ? String(part)
          : `${text}.${String(part)}`,
    '',
  );
}

function lineOf(document: Document, lines: LineCounter, path: FieldPath): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (!isNode(node)) break;
      offset = node.range?.[0] ?? offset;
    } else break;
  }
  return lines.linePos(offset ?? 0).line;
}
