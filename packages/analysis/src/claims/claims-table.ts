/** Verdicts as a Markdown table, and as plain text for a terminal. */
import { wrapText } from '@dsrnn/portable';
import type { ClaimVerdict } from '@dsrnn/records';
import { renderMarkdown } from '../tables/render-markdown.ts';
import { numberCell } from '../tables/cells.ts';
import { column, tableOf, textColumn } from '../tables/declared-table.ts';
import type { Table } from '../tables/table.ts';
import { shownVerdict } from './shown-verdict.ts';

const NOT_PUBLIC = 'not public';
const INDENT = '  ';

/** The verdicts as a table: claim, the paper's number, ours (the sentence with the numbers), n pairs, verdict. */
function claimsTable(verdicts: readonly ClaimVerdict[]): Table {
  return tableOf<ClaimVerdict>({
    id: 'claims',
    caption:
      'Claims and verdicts. A claim is decided by the interval of paired differences against its margin; the sentence in "Ours" gives both. n counts pairs that share architecture, task and seed. A verdict is about other seeds of the same places (architecture, task); it names what other places may say where that differs.',
    columns: [
      textColumn('Claim', 'claim', ({ statement }: ClaimVerdict) => statement),
      textColumn('Paper', 'paper', ({ paper }) => paper ?? NOT_PUBLIC),
      textColumn('Ours', 'reason', ({ reason }) => reason),
      column('n', null, ['pairs'], ({ pairs }) => numberCell(pairs)),
      textColumn('Verdict', 'verdict', shownVerdict),
    ],
    items: verdicts,
  });
}

/** The claims table as Markdown; an experiment may make none. */
export function claimsMarkdown(verdicts: readonly ClaimVerdict[]): string {
  if (verdicts.length === 0) return 'This experiment makes no claim.\n';
  return renderMarkdown(claimsTable(verdicts));
}

/**
 * The verdicts for a terminal: per claim its verdict, then statement, the paper's number and the reason, indented.
 * Lines are broken at spaces to stay within `width` characters; a single longer word is left whole.
 */
export function claimsText(verdicts: readonly ClaimVerdict[], width = 100): string {
  const lines = verdicts.flatMap((claim) => [
    shownVerdict(claim),
    ...[claim.statement, `paper: ${claim.paper ?? NOT_PUBLIC}`, `ours: ${claim.reason}`].flatMap((text) =>
      wrapText(text, width - INDENT.length).map((line) => `${INDENT}${line}`),
    ),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}
