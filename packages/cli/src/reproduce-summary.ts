/** The end of `dsrnn reproduce`: how many results agree, every claim in one table, and the file to open. */
import type { ClaimVerdict, Verdict } from '@dsrnn/records';
import { count, wrapText } from '@dsrnn/portable';
import { agreementLines, type Agreement } from './agreement.ts';
import { alignColumns } from './text-columns.ts';

/** What came out of one experiment. */
export interface Reproduced {
  readonly id: string;
  /** The page that says how to read it; null where it has none. */
  readonly page: string | null;
  readonly agreement: Agreement;
  readonly verdicts: readonly ClaimVerdict[];
}

/** Beside the word, so that a glance tells them apart. */
const marks: Readonly<Record<Verdict, string>> = {
  supported: '✓',
  inconclusive: '~',
  'not supported': '✗',
  'not tested': '–',
};

/** Lines of at most `width` characters. `file` is the one to open. */
export function summaryLines(reproduced: readonly Reproduced[], file: string, width: number): string[] {
  return [
    ...reproduced
      .filter(({ agreement }) => agreement.different.length > 0)
      .flatMap(({ agreement }) => agreementLines(agreement)),
    ...claimsLines(reproduced, width),
    '',
    ...totalLines(reproduced.map(({ agreement }) => agreement)),
    `Open ${file} for all claims, figures and tables.`,
  ].flatMap((line) => (line.length <= width ? [line] : wrapText(line, width)));
}

/** `239 of 239 results agree to the bit with those committed.` */
function totalLines(agreements: readonly Agreement[]): string[] {
  const sum = (count: (one: Agreement) => number): number =>
    agreements.reduce((total, one) => total + count(one), 0);
  const [shared, same, absent] = [sum((one) => one.shared), sum((one) => one.same), sum((one) => one.absent)];
  const bare = agreements.filter(({ committed }) => committed === 0).map(({ place }) => place);
  return [
    ...(shared === 0
      ? []
      : [
          `${same} of ${count(shared, 'result')} ${same === 1 ? 'agrees' : 'agree'} to the bit with what is committed.`,
        ]),
    ...(absent === 0 ? [] : [`${absent} of them have no result here yet.`]),
    ...(bare.length === 0 ? [] : [`No results are committed in ${bare.join(', ')} to compare with.`]),
  ];
}

/** The claims: verdict, claim, one line, page. Those without runs here are counted. */
function claimsLines(reproduced: readonly Reproduced[], width: number): string[] {
  const rows = reproduced.flatMap(({ id, page, verdicts }) => {
    const tested = verdicts.filter(({ verdict }) => verdict !== 'not tested');
    const rest = verdicts.length - tested.length;
    const where = page ?? id;
    return [
      ...tested.map(({ verdict, statement, reason }) => [
        `${marks[verdict]} ${verdict}`,
        statement,
        firstClause(reason),
        where,
      ]),
      ...(rest === 0
        ? []
        : [[`${marks['not tested']} not tested`, `${rest} more of ${id}`, 'not in this profile', where]]),
    ];
  });
  if (rows.length === 0) return [];
  return alignColumns([['verdict', 'claim', 'in a line', 'page'], ...rows], 4, width);
}

/** `ds at 90 % is 3.1 points below dense` of a sentence that goes on with intervals and counts. */
export function firstClause(reason: string): string {
  return reason.split(/[,;:.](?:\s|$)/, 1)[0] ?? reason;
}
