/** A YAML file with the lines of its fields, so that every message can point into it. */
import { isMap, isNode, isScalar, isSeq, LineCounter, type Document } from 'yaml';
import { ConfigError, type ConfigIssue } from '../config-error.ts';
import { composeDocument } from './yaml-document.ts';
import { structureProblems, type StructureProblem } from './yaml-structure.ts';
import { readText } from './yaml-text.ts';

/** Field of a document: object keys and array indices from the root. */
export type FieldPath = readonly PropertyKey[];

/** A problem at a field, before it is given a file and a line. */
export interface FieldIssue {
  readonly path: FieldPath;
  readonly message: string;
}

/** Issues of what stands at `path`, by the path of what it stands in. */
export function under(path: FieldPath, issues: Iterable<FieldIssue>): FieldIssue[] {
  return Array.from(issues, (issue) => ({ ...issue, path: [...path, ...issue.path] }));
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
 * Reads a YAML 1.2 file. Throws ConfigError when it is missing, unreadable or no text, on every syntax error, on
 * duplicate keys and unknown tags, and on what `structureProblems` refuses.
 */
export function readYaml(file: string): YamlSource {
  const text = readText(file);
  const refuse = (problems: readonly StructureProblem[]): never => {
    throw new ConfigError(
      problems.map(({ offset, message }) => ({
        file,
        line: text.slice(0, offset).split('\n').length,
        path: '',
        message: `YAML: ${message}`,
      })),
    );
  };
  const lines = new LineCounter();
  const composed = composeDocument(text, lines);
  if ('problems' in composed) return refuse(composed.problems);
  const { document } = composed;
  const problems = structureProblems(document);
  if (problems.length > 0) return refuse(problems);
  return {
    file,
    // The structure has bounded what aliases unfold into.
    value: document.toJS({ maxAliasCount: -1 }),
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
