/** The page of measures, docs/measures.md: every declaration, as tables. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { partMeasures } from '@dsrnn/continual';
import { probes } from '@dsrnn/probes';
import {
  derivedMeasures,
  metric,
  scoreMeasure,
  stepTimes,
  type Measure,
  type Measures,
} from '@dsrnn/records';
import { format } from 'prettier';

/** The committed page. */
export const PAGE = fileURLToPath(new URL('../../../docs/measures.md', import.meta.url));

/** Names of one declaration that differ in their beginning alone: `wx-cosine`, `wh-cosine`, … */
interface Row {
  readonly measure: Measure;
  readonly names: readonly string[];
}

/** The page as it must be, formatted as every page. */
export async function measuresPage(): Promise<string> {
  const scores = Object.fromEntries(metric.options.map((name) => [name, scoreMeasure(name)]));
  const text = [
    '# Measures',
    '<!-- written by `npm run measures:update` from the declarations; a test compares -->',
    'Everything that a claim, a column or an axis may name, as the code declares it: what it counts, where it can lie, which ' +
      'way it is better (–: the claim must say), how tables show it. Numbers of one unit compare; others do not. A claim ' +
      'names a measure in full, as `masks.h-linear`, and `dsrnn validate` knows these names and no others. A run that lacks ' +
      'a measure, because nobody asked for its probe or it cannot be formed, is _not measured_ there.',
    '## Scores',
    'What a claim is about that names no measure, by the metric of the task.',
    tableOf(scores, ''),
    '## Of every run',
    'Derived from the score, the MACs and the measured times; no probe is needed. `transfer.degradation` is as for errors.',
    tableOf(derivedMeasures('mse'), ''),
    '## Times',
    'Of `dsrnn time`, on one machine: tables and figures show them, claims name their shares above.',
    tableOf(stepTimes, ''),
    '## Parts',
    'Of tasks that are made of parts, as for accuracy; what is a score or a difference of scores follows the metric.',
    tableOf(partMeasures('accuracy'), 'parts.'),
    ...probes.flatMap(({ kind, title, summary, measures }) => [
      `## Probe \`${kind}\``,
      `${title.charAt(0).toUpperCase()}${title.slice(1)}: ${summary}.`,
      tableOf(measures, `${kind}.`),
    ]),
  ].join('\n\n');
  const config: unknown = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../../.prettierrc.json', import.meta.url)), 'utf8'),
  );
  return format(text, { ...(config as object), parser: 'markdown' });
}

/** One table for each set of beginnings that names share. */
function tableOf(measures: Measures, prefix: string): string {
  const tables = new Map<string, Row[]>();
  for (const row of rowsOf(measures)) {
    const beginnings = row.names.length === 1 ? '' : beginningsOf(row).join(', ');
    tables.set(beginnings, [...(tables.get(beginnings) ?? []), row]);
  }
  return [...tables]
    .map(([beginnings, rows]) =>
      [
        ...(beginnings === '' ? [] : [`\\* stands for each of ${beginnings}:`, '']),
        '| measure | title | unit | range | better | shown as | meaning |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        ...rows.map((row) => lineOf(row, prefix)),
      ].join('\n'),
    )
    .join('\n\n');
}

function rowsOf(measures: Measures): Row[] {
  const names = new Map<Measure, string[]>();
  for (const [name, measure] of Object.entries(measures)) {
    names.set(measure, [...(names.get(measure) ?? []), name]);
  }
  return [...names].map(([measure, found]) => ({ measure, names: found }));
}

function lineOf({ measure, names }: Row, prefix: string): string {
  const { title, unit, better, format: shown, meaning } = measure;
  const name = names.length === 1 ? names[0]! : `*${endingOf(names)}`;
  return `| ${[`\`${prefix}${name}\``, title, unit, rangeText(measure), better ?? '–', shown, meaning]
    .map((cell) => cell.replaceAll('|', '\\|').replaceAll('_', '\\_'))
    .join(' | ')} |`.replaceAll(/`[^`]*`/g, (code) => code.replaceAll('\\_', '_'));
}

function rangeText({ least, most }: Measure): string {
  if (least === -Infinity) return most === Infinity ? 'any' : `≤ ${String(most)}`;
  return most === Infinity ? `≥ ${String(least)}` : `${String(least)} to ${String(most)}`.replace('-', '−');
}

function beginningsOf({ names }: Row): string[] {
  const ending = endingOf(names);
  return names.map((name) => `\`${name.slice(0, -ending.length)}\``);
}

/** The longest ending that begins with a hyphen and all names share. */
function endingOf([first = '', ...others]: readonly string[]): string {
  const endings = [...first.matchAll(/-/g)].map(({ index }) => first.slice(index));
  return endings.find((ending) => others.every((name) => name.endsWith(ending))) ?? '';
}
