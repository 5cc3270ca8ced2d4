/** The generated part of docs/performance.md: the tables of docs/performance.json, between two markers. */
import { BenchError } from './bench-error.ts';
import type { BenchReport, MachineFacts } from './report.ts';
import { reportTables, type ReportTable } from './report-tables.ts';

/** Lines that enclose what is generated. */
export const markers = { start: '<!-- bench:start -->', end: '<!-- bench:end -->' } as const;

/** `page` with what stands between the markers replaced. Throws BenchError if a marker is missing. */
export function withTables(page: string, report: BenchReport): string {
  const start = page.indexOf(markers.start);
  const end = page.indexOf(markers.end);
  if (start < 0 || end < start) {
    throw new BenchError(
      `docs/performance.md: the lines ${markers.start} and ${markers.end} are missing; put them where the tables belong`,
    );
  }
  const before = page.slice(0, start + markers.start.length);
  return `${before}\n\n${performanceTables(report)}\n${page.slice(end)}`;
}

/** Markdown, as prettier would format it: the machine, then a section a table. Ends with a line end. */
export function performanceTables(report: BenchReport): string {
  const sections = reportTables(report).map(section);
  return `${[machineLine(report.machine), ...sections].join('\n\n')}\n`;
}

function machineLine(machine: MachineFacts): string {
  const { cpu, cores, memoryGiB, platform, arch, node, vectorBits, pinnedTo, date, peers } = machine;
  const pinned = pinnedTo === null ? 'on no particular core' : `all on core ${pinnedTo}`;
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`);
  const beside = versions.length === 0 ? 'no peers' : `peers ${versions.join(', ')}`;
  return `${date}: ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform} ${arch}; Node ${node}, vectors of ${vectorBits} bits; ${beside}; ${pinned}.`;
}

function section({ title, header, rows, notes }: ReportTable): string {
  const remarks = notes.length === 0 ? [] : [notes.map((note) => `- \\* ${note}`).join('\n')];
  return [`### ${title}`, markdownTable(header, rows), ...remarks].join('\n\n');
}

/** What the formatter gives the narrowest column. */
const LEAST_WIDTH = 3;

/** The first column flush left, the others flush right. */
function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, i) =>
    Math.max(LEAST_WIDTH, ...[name, ...rows.map((row) => row[i] ?? '')].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const aligned = (row: readonly string[]): string =>
    line(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))));
  const rule = widths.map((size, i) => (i === 0 ? '-'.repeat(size) : `${'-'.repeat(size - 1)}:`));
  return [aligned(header), line(rule), ...rows.map(aligned)].join('\n');
}
