/** A YAML file with the lines of its fields, so that every message can point into it. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { ConfigError, type ConfigIssue } from './config-error.ts';
import { nestsTooDeeply, structureProblems, type StructureProblem } from './yaml-structure.ts';
import { readText } from './yaml-text.ts';

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
 * Reads a YAML 1.2 file. Throws ConfigError when it is missing, unreadable or no text, on every syntax error, on
 * duplicate keys and unknown tags, and on what `structureProblems` refuses.
 */
export function readYaml(file: string): YamlSource {
  const text = readText(file);
  const refuse = (problems: readonly StructureProblem[]): void => {
    if (problems.length === 0) return;
    throw new ConfigError(
      problems.map(({ offset, message }) => ({
        file,
        line: text.slice(0, offset).split('\n').length,
        path: '',
        message: `YAML: ${message}`,
      })),
    );
  };
  refuse(nestsTooDeeply(text));
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = [...document.errors, ...document.warnings];
  refuse(problems.map(({ pos, code, message }) => ({ offset: pos[0], message: worded(code, message) })));
  refuse(structureProblems(document));
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

/** The parser's message; our own where it speaks to programmers. */
function worded(code: string, message: string): string {
  return code === 'MULTIPLE_DOCS' ? 'a second document starts here; a file holds one' : message;
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
