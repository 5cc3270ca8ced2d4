/** The simulated coverage as it is committed: numbers in docs/coverage.json, tables in docs/statistics.md. */
import { fileURLToPath } from 'node:url';
import { renderMarkdown } from '../src/tables/render-markdown.ts';
import { textCell } from '../src/tables/table.ts';
import { noiseNames } from './coverage.ts';

export const COVERAGE_FILE = fileURLToPath(new URL('../../../docs/coverage.json', import.meta.url));
export const STATISTICS_PAGE = fileURLToPath(new URL('../../../docs/statistics.md', import.meta.url));

/** Coverage of a 95 % interval below which the page marks it. */
export const LEAST = 0.93;

/** Shares by design and noise. */
type Shares = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the file holds. */
export interface Coverage {
  /** Simulated intervals behind each share. */
  readonly repeats: number;
  readonly seeds: Shares;
  readonly places: Shares;
}

/** Both tables in Markdown, by the name of their marks on the page. */
export function coverageTables({ seeds, places }: Coverage): Readonly<Record<string, string>> {
  return {
    'coverage over seeds': tableOf('places × seeds', seeds),
    'coverage over places': tableOf('architectures × tasks, differences', places),
  };
}

/** The page with the tables between their marks `<!-- name -->` and `<!-- end of name -->`; throws without them. */
export function withTables(page: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
    const [start, end] = [text.indexOf(open), text.indexOf(close)];
    if (start < 0 || end < start) throw new Error(`docs/statistics.md: expected ${open} and ${close}`);
    return `${text.slice(0, start + open.length)}\n\n${table}\n${text.slice(end)}`;
  }, page);
}

function tableOf(label: string, shares: Shares): string {
  const table = renderMarkdown({
    id: 'coverage',
    caption: '',
    columns: [
      { label, align: 'left', unit: null, fields: ['design'] },
      ...noiseNames.map((noise) => ({
        label: noise,
        align: 'right' as const,
        unit: '%',
        fields: [noise],
      })),
    ],
    rows: Object.entries(shares).map(([design, byNoise]) => [
      textCell(design),
      ...noiseNames.map((noise) => ({
        text: percent(byNoise[noise] ?? NaN),
        raw: [byNoise[noise] ?? null],
      })),
    ]),
    footer: [],
    notes: [],
  });
  return table.slice(table.indexOf('|'));
}

/** Marked where it is lower than an interval of 95 % may be. */
function percent(share: number): string {
  return `${(share * 100).toFixed(1)}${share < LEAST ? ' ↓' : ''}`;
}
