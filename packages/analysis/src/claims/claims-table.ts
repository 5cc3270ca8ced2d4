/** Verdicts as a Markdown table, and as plain text for a terminal. */
import type { ClaimVerdict } from '@dsrnn/records';
import { renderMarkdown } from '../tables/render-markdown.ts';
import type { Table } from '../tables/table.ts';
import { textCell } from '../tables/table.ts';
import { wrapText } from '@dsrnn/portable';
import { shownVerdict } from './shown-verdict.ts';

const NOT_PUBLIC = 'not public';
const INDENT = '  ';

/** The verdicts as a table: claim, the paper's number, ours (the sentence with the numbers), n pairs, verdict. */
export function buildClaimsTable(verdicts: readonly ClaimVerdict[]): Table {
  return {
    id: 'claims',
    caption:
      'Claims and verdicts. A claim is decided by the interval of paired differences against its margin; the sentence in "Ours" gives both. n counts pairs that share architecture, task and seed. A verdict is about other seeds of the same places (architecture, task); it names what other places may say where that differs.',
    columns: [
      { label: 'Claim', align: 'left', unit: null, fields: ['claim'] },
      { label: 'Paper', align: 'left', unit: null, fields: ['paper'] },
      {
        label: 'Ours',
        align: 'left',
        unit: null,
        fields: [
          'reason',
          ...['difference', 'low', 'high', 'margin', 'confidence'],
          ...['places', 'places_low', 'places_high'],
        ],
      },
      { label: 'n', align: 'right', unit: null, fields: ['pairs'] },
      { label: 'Verdict', align: 'left', unit: null, fields: ['verdict', 'places_verdict'] },
    ],
    rows: verdicts.map((claim) => [
      textCell(claim.statement),
      { text: claim.paper ?? NOT_PUBLIC, raw: [claim.paper] },
      {
        text: claim.reason,
        raw: [
          claim.reason,
          claim.difference,
          claim.interval?.[0] ?? null,
          claim.interval?.[1] ?? null,
          claim.margin,
          claim.confidence,
          claim.places?.count ?? null,
          claim.places?.interval?.[0] ?? null,
          claim.places?.interval?.[1] ?? null,
        ],
      },
      { text: String(claim.pairs), raw: [claim.pairs] },
      { text: shownVerdict(claim), raw: [claim.verdict, claim.places?.verdict ?? null] },
    ]),
    footer: [],
    notes: [],
  };
}

/** The claims table as Markdown. */
export function claimsMarkdown(verdicts: readonly ClaimVerdict[]): string {
  return renderMarkdown(buildClaimsTable(verdicts));
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
