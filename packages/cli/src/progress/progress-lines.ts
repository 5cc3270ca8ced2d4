/** The progress of a sweep as text: pure functions from state and time to lines. */
import { count, formatDuration } from '@dsrnn/portable';
import type { GridRun, SweepEvent } from '@dsrnn/experiment';
import {
  runTimeLeft,
  settledCount,
  sweepTimeLeft,
  type RunningRun,
  type SweepProgress,
} from './sweep-progress.ts';

const BAR_WIDTH = 20;

/** `lstm-48 ds 0.9 digits-rows-14 standard #3`: architecture, method, sparsity, task, recipe, seed. */
export function runName({ labels, spec }: GridRun): string {
  const method = spec.sparsity === 0 ? labels.method : `${labels.method} ${spec.sparsity}`;
  return `${labels.architecture} ${method} ${labels.task} ${labels.recipe} #${spec.seed}`;
}

/** The live view: one line a busy worker, then a line for the whole sweep. No line is longer than `width`. */
export function liveLines(state: SweepProgress, now: number, width: number): string[] {
  const running = [...state.running.entries()].sort(([a], [b]) => a - b).map(([, run]) => run);
  const names = running.map(({ run }) => runName(run));
  const column = Math.max(0, ...names.map((name) => name.length));
  const lines = running.map((run, i) => ` ${names[i]!.padEnd(column)}  ${runText(run, now)}`);
  const done = settledCount(state);
  const filled = state.total === 0 ? BAR_WIDTH : Math.floor((BAR_WIDTH * done) / state.total);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
  return [...lines, `${bar} ${totalText(state, now)}`].map((line) => line.slice(0, width));
}

/** The line of a finished, failed or dropped run, or undefined for events that need none. */
export function eventLine(state: SweepProgress, event: SweepEvent): string | undefined {
  const place = `[${settledCount(state)}/${state.total}]`;
  if (event.kind === 'finished') {
    const score = event.score === null ? '' : `  score ${number(event.score)}`;
    const how = event.probed ? '  from a kept model' : '';
    return `${place} ${event.status}  ${runName(event.run)}${score}  ${formatDuration(event.wallMs)}${how}`;
  }
  if (event.kind === 'failed') {
    const [cause = ''] = event.error.message.split('\n');
    return `${place} FAILED  ${runName(event.run)}: ${event.error.name}: ${cause}`;
  }
  if (event.kind === 'notice') return `notice: ${runName(event.run)}: ${event.text}`;
  if (event.kind === 'interrupted') return `interrupted  ${runName(event.run)}`;
  if (event.kind === 'skipped' && event.reason === 'locked') {
    return `${place} left to another process  ${runName(event.run)}`;
  }
  return undefined;
}

/** `12/45 runs, 2 running, elapsed 1m 05s, ETA 3m 10s`, and the counts that are not 0. */
export function totalText(state: SweepProgress, now: number): string {
  const { counts, running, total } = state;
  const remarks = [
    running.size > 0 ? `${running.size} running` : '',
    counts.skipped > 0 ? `${counts.skipped} stored before` : '',
    counts.diverged > 0 ? `${counts.diverged} diverged` : '',
    counts.failed > 0 ? `${counts.failed} FAILED` : '',
  ].filter((remark) => remark !== '');
  return [
    `${settledCount(state)}/${count(total, 'run')}`,
    ...remarks,
    `elapsed ${formatDuration(now - state.startedAt)}`,
    `ETA ${formatDuration(sweepTimeLeft(state, now))}`,
  ].join(', ');
}

function runText(run: RunningRun, now: number): string {
  const { phase, step, steps, loss, validationScore, startedAt } = run;
  if (steps === null || phase !== 'training') return `${phase}  ${formatDuration(now - startedAt)}`;
  return [
    `step ${String(step).padStart(String(steps).length)}/${steps}`,
    loss === null ? '' : `loss ${number(loss)}`,
    validationScore === null ? '' : `val ${number(validationScore)}`,
    `ETA ${formatDuration(runTimeLeft(run, now))}`,
  ]
    .filter((part) => part !== '')
    .join('  ');
}

/** Three significant digits are enough to watch. */
function number(value: number): string {
  return value.toPrecision(3);
}
