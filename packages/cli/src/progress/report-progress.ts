/** Shows a sweep while it runs: live on a terminal, as plain lines elsewhere, or not at all. */
import type { GridRun, SweepEvent } from '@dsrnn/experiment';
import { widthOf, type TextSink } from '../session.ts';
import { eventLine, liveLines, totalText } from './progress-lines.ts';
import { advance, startProgress } from './sweep-progress.ts';
import { openTerminalView } from './terminal-view.ts';

const REDRAW_MS = 200;
const HEARTBEAT_MS = 30_000;

/** Listens to a sweep. `close` must be called at its end, whatever the end. */
export interface ProgressReporter {
  readonly onEvent: (event: SweepEvent) => void;
  readonly close: () => void;
}

/** `now` gives milliseconds and never goes back; `macs` are the training MACs of each run by key. */
export function reportProgress(
  sink: TextSink,
  runs: readonly GridRun[],
  macs: ReadonlyMap<string, number>,
  now: () => number,
): ProgressReporter {
  let state = startProgress(runs, macs, now());
  const view = sink.isTTY === true ? openTerminalView(sink) : undefined;
  const show = (): void => {
    if (view !== undefined) view.draw(liveLines(state, now(), widthOf(sink) - 1));
    else sink.write(`${totalText(state, now())}\n`);
  };
  const timer = setInterval(show, view === undefined ? HEARTBEAT_MS : REDRAW_MS);

  function onEvent(event: SweepEvent): void {
    state = advance(state, event, now());
    const line = eventLine(state, event);
    if (line === undefined) return;
    // On a terminal only what needs attention stays above the live lines.
    if (view === undefined) sink.write(`${line}\n`);
    else if (event.kind !== 'finished' || event.status === 'diverged') view.printAbove(line);
  }

  function close(): void {
    clearInterval(timer);
    view?.close();
  }

  return { onEvent, close };
}

/** For `--json`: nothing is shown. */
export const silentProgress: ProgressReporter = { onEvent: () => undefined, close: () => undefined };
