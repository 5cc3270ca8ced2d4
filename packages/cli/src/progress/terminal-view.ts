/** Redraws a block of lines at the bottom of a terminal. Thin on purpose: what to draw is decided elsewhere. */
import type { TextSink } from '../session.ts';

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_BELOW = '\u001b[0J';

/** A block of lines that can be drawn over. */
export interface TerminalView {
  /** Replaces the block. */
  draw(lines: readonly string[]): void;
  /** Prints a line above the block; it stays. */
  printAbove(line: string): void;
  /** Removes the block and gives the cursor back. */
  close(): void;
}

/** Takes over the end of the terminal. The cursor comes back even if the process exits without `close`. */
export function openTerminalView(terminal: TextSink): TerminalView {
  let drawn: readonly string[] = [];
  const showCursor = (): void => void terminal.write(SHOW_CURSOR);
  terminal.write(HIDE_CURSOR);
  process.once('exit', showCursor);

  const erase = (): string => (drawn.length === 0 ? '' : `\u001b[${drawn.length}A\r${CLEAR_BELOW}`);

  function draw(lines: readonly string[]): void {
    terminal.write(`${erase()}${lines.map((line) => `${line}\n`).join('')}`);
    drawn = lines;
  }

  return {
    draw,
    printAbove(line) {
      const block = drawn;
      terminal.write(`${erase()}${line}\n`);
      drawn = [];
      draw(block);
    },
    close() {
      terminal.write(erase());
      drawn = [];
      showCursor();
      process.off('exit', showCursor);
    },
  };
}
