/** The first document of a YAML text, composed as it is read, unless it nests deeper than any configuration does. */
import { Composer, Lexer, Parser, type CST, type Document, type LineCounter } from 'yaml';
import type { StructureProblem } from './yaml-structure.ts';

/** Levels above which a file is no configuration; those of an experiment nest about eight deep. */
const MOST_DEPTH = 50;

/** A sound document, or what is wrong with it. */
export type Composed =
  { readonly document: Document.Parsed } | { readonly problems: readonly StructureProblem[] };

/**
 * Reads `text` once. The composer calls itself for each level, and a few thousand of them end the process (yaml 2.9, Node 20:
 * the stack is full while a regular expression is compiled, which V8 takes for lack of memory); so it is given no more once
 * the parser is too deep.
 */
export function composeDocument(text: string, lines: LineCounter): Composed {
  const tooDeep: number[] = [];
  function* tokens(): Generator<CST.Token> {
    const parser = new Parser(lines.addNewLine);
    lines.addNewLine(0);
    for (const lexeme of new Lexer().lex(text)) {
      const offset = parser.offset;
      yield* parser.next(lexeme);
      if (parser.stack.length <= MOST_DEPTH) continue;
      tooDeep.push(offset);
      return;
    }
    yield* parser.end();
  }
  const composed = new Composer({ lineCounter: lines, prettyErrors: false }).compose(
    tokens(),
    true,
    text.length,
  );
  const [document, second] = take(composed, 2);
  const [offset] = tooDeep;
  if (offset !== undefined || document === undefined) {
    const message = `is nested more than ${String(MOST_DEPTH)} levels deep`;
    return { problems: [{ offset: offset ?? 0, message }] };
  }
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    offset: pos[0],
    message,
  }));
  if (second !== undefined) {
    const message = 'a second document starts here; a file holds one';
    problems.push({ offset: second.range[0], message });
  }
  return problems.length > 0 ? { problems } : { document };
}

function take<T>(values: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const value of values) {
    taken.push(value);
    if (taken.length === count) break;
  }
  return taken;
}
