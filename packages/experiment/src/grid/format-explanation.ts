/** Draws an explanation as text. */
import { count, formatDuration, wrapText } from '@dsrnn/portable';
import { absentDataText } from './absent-data.ts';
import type { ExplainedAxes, ExplainedCell, Explanation } from './explain.ts';

const WIDTH = 100;
/** Names are cut to this before a table is wider than its terminal. */
const SHORTEST_NAME = 5;

/** Lines of text, at most `width` columns wide (70 at least, for the table), each ending in a newline. */
export function formatExplanation(explanation: Explanation, width = WIDTH): string {
  const wrap = (name: string, text: string): string[] => wrapUnder(name, text, width);
  const { id, title, claim, profile, axes, runs, time } = explanation;
  return [
    `${id} (${profile}): ${title}`,
    ...wrap('claim', claim),
    '',
    ...wrap('architectures', axes.architectures.join(', ')),
    ...wrap('methods', axes.methods.join(', ')),
    ...wrap('sparsity', axes.sparsity.join(', ')),
    ...wrap('tasks', axes.tasks.join(', ')),
    ...(axes.strategies.length === 0 ? [] : wrap('strategies', axes.strategies.join(', '))),
    ...wrap('seeds', axes.seeds.join(', ')),
    ...blockLines(explanation, wrap),
    ...wrap('training', recipe(explanation.train)),
    ...(explanation.rates === null
      ? wrap('tuned over', axes.recipes.length === 1 ? 'nothing: one recipe' : axes.recipes.join(', '))
      : wrap('tuned over', ratesLine(explanation.rates))),
    ...wrap('backend', `${explanation.backend}, engine ${explanation.engine}`),
    ...wrap('runs', runCounts(runs)),
    ...wrap('time', timeLine(time)),
    ...explanation.absent.flatMap((one) => wrap('data missing', absentDataText(one))),
    ...explanation.notices.flatMap((notice) => wrap('notice', notice)),
    ...(time.missingSeconds < LONG_SECONDS ? [] : wrap('notice', longText(time.missingSeconds))),
    '',
    ...table(explanation.cells, width),
    '',
    'How to read it',
    ...wrap('sparsity', sparsityNotes[explanation.sparsityOf]),
    ...wrap('shares', 'of the MACs of the dense core, one step and one sample; the head is not counted'),
    ...explanation.methodNotes.flatMap(({ method, note }) => wrap(method, note)),
    ...explanation.strategyNotes.flatMap(({ strategy, note }) => wrap(strategy, note)),
  ]
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** The cross products, where there are several: each by what it does not have of the whole. */
function blockLines(
  { axes, blocks }: Explanation,
  wrap: (name: string, text: string) => string[],
): readonly string[] {
  if (blocks.length === 1) return [];
  return [
    ...wrap(
      'grid',
      `the union of ${String(blocks.length)} products of these, each with all of what it does not name`,
    ),
    ...blocks.flatMap((block, i) =>
      wrap(
        `  block ${String(i + 1)}`,
        (Object.keys(block) as (keyof ExplainedAxes)[])
          .filter((list) => block[list].length < axes[list].length)
          .map((list) => `${list} ${block[list].join(', ')}`)
          .join('; '),
      ),
    ),
  ];
}

const sparsityNotes = {
  macs:
    'counts MACs of the recurrent core, router excluded: 0.9 means that the core does 10 % of the work of the ' +
    'dense one. Masks act on rows and columns, so about √(1 − 0.9) = 32 % of the channels are active, of the ' +
    'units fewer where all inputs are read. What the router costs is shown beside it.',
  channels:
    'counts channels of each mask, router excluded: 0.9 means that 10 % of the channels are active. Masks act on ' +
    'rows and columns, so the core does about 1 % of the work of the dense one.',
};

function runCounts({
  total,
  shared,
  stored,
  missing,
  probed,
  failed,
  least,
  most,
}: Explanation['runs']): string {
  const kept =
    probed === 0
      ? ''
      : `, of which ${String(probed)} ${probed === 1 ? 'lacks' : 'lack'} only probes of a kept model`;
  const failures = failed === 0 ? '' : `, of which ${String(failed)} failed last time`;
  const rows =
    shared === 0
      ? ''
      : `; ${count(shared, 'row has', 'rows have')} the run of a label with the same settings`;
  const grown =
    most === total ? '' : `; with what tuning adds ${String(least)} at least, ${String(most)} at most`;
  return `${String(total)}: ${String(stored)} stored, ${String(missing)} to do${kept}${failures}${rows}${grown}`;
}

function ratesLine({ start, factor, most, seeds }: NonNullable<Explanation['rates']>): string {
  const tuning =
    seeds === undefined
      ? ''
      : `, with ${seeds === 1 ? 'the first seed' : `the first ${String(seeds)} seeds`} of each; its other seeds follow at the best rate`;
  return (
    `learning rates ${start.join(', ')}, and further ones by factors of ${String(factor)} while the best on validation ` +
    `data is the highest or the lowest, up to ${String(most)} at each place${tuning}`
  );
}

/** Two days. */
const LONG_SECONDS = 172_800;

function longText(seconds: number): string {
  return `this is ${duration(seconds)} of one worker: try --profile quick, or narrow it with --only and --seed-count`;
}

function timeLine(time: Explanation['time']): string {
  const { missingSeconds, macsPerSecond, basis, timedRuns, tried } = time;
  if (missingSeconds === 0) return 'nothing to train';
  const speed = `${(macsPerSecond / 1e9).toFixed(2)} GMAC/s`;
  const reason = {
    'stored runs': `at ${speed}, measured on ${count(timedRuns, 'run')} of this machine${tried === 0 ? '' : ` and a few steps of ${count(tried, 'other')}`}`,
    'trial steps': `at ${speed}, from a few steps of ${count(timedRuns, 'kind')} of runs tried just now`,
    guess: `a guess at ${speed}: no run was timed on this machine yet`,
  }[basis];
  return `about ${duration(missingSeconds)} on one worker for the runs to do (${reason}${extrapolated(time)})`;
}

/** What stands for runs whose steps would take too long to try. */
function extrapolated({ smaller, reckoned }: Explanation['time']): string {
  return [
    smaller === 0 ? '' : `; for ${String(smaller)} of these a smaller run stands for the costliest, by MACs`,
    reckoned === 0
      ? ''
      : `; ${count(reckoned, 'kind')} of runs would take too long to try, and ${reckoned === 1 ? 'is' : 'are'} reckoned at that speed`,
  ].join('');
}

/** Of a run or more; nothing is done in no time. */
function duration(seconds: number): string {
  return formatDuration(1000 * Math.max(1, seconds));
}

function recipe(train: Readonly<Record<string, unknown>>): string {
  return Object.entries(train)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

interface Column {
  readonly head: string;
  readonly width: number;
  readonly left?: boolean;
  readonly text: (cell: ExplainedCell) => string;
}

const columns: readonly Column[] = [
  { head: 'architecture', width: 12, left: true, text: (cell) => cell.architecture },
  { head: 'task', width: 18, left: true, text: (cell) => cell.stream },
  { head: 'method', width: 18, left: true, text: (cell) => cell.method },
  { head: 'spars', width: 5, text: (cell) => String(cell.sparsity) },
  { head: 'units', width: 5, text: (cell) => String(cell.units) },
  { head: 'core %', width: 6, text: (cell) => (100 * cell.coreShare).toFixed(1) },
  { head: 'router', width: 6, text: (cell) => (100 * cell.routerShare).toFixed(1) },
  { head: 'todo', width: 7, text: (cell) => `${String(cell.missing)}/${String(cell.runs)}` },
  { head: 'each', width: 7, text: (cell) => duration(cell.runSeconds) },
];

/** Stands after the task, where the experiment has strategies. */
const strategyColumn: Column = {
  head: 'strategy',
  width: 13,
  left: true,
  text: (cell) => cell.strategy ?? '',
};

function table(cells: readonly ExplainedCell[], width: number): string[] {
  const strategic = cells.some(({ strategy }) => strategy !== null);
  const all = strategic ? [...columns.slice(0, 2), strategyColumn, ...columns.slice(2)] : columns;
  const shown = narrowed(all, width);
  const line = (text: (column: Column) => string): string =>
    shown
      .map((column) => {
        const cell = fit(text(column), column.width);
        return column.left === true ? cell.padEnd(column.width) : cell.padStart(column.width);
      })
      .join(' ');
  return [line(({ head }) => head), ...cells.map((cell) => line(({ text }) => text(cell)))];
}

/** Columns of names give way, the widest first, until a line fits. */
function narrowed(shown: readonly Column[], width: number): readonly Column[] {
  const total = shown.reduce((sum, column) => sum + column.width + 1, -1);
  const names = shown.filter(({ left }) => left === true);
  const widest = Math.max(...names.map((column) => column.width));
  if (total <= width || widest <= SHORTEST_NAME) return shown;
  const cut = names.find((column) => column.width === widest);
  return narrowed(
    shown.map((column) => (column === cut ? { ...column, width: widest - 1 } : column)),
    width,
  );
}

function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** `name   text`, continued under the text. */
function wrapUnder(name: string, text: string, width: number): string[] {
  const indent = Math.max(16, name.length + 2);
  return wrapText(text, width - indent).map((line, i) => `${(i === 0 ? name : '').padEnd(indent)}${line}`);
}
