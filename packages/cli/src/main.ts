/**
 * The `dsrnn` command. Parses, calls, prints; the only place that catches errors and turns them into exit codes.
 *
 * A command module imports what it needs when it runs, so that `--help` stays quick.
 */
import { DsrnnError } from '@dsrnn/portable';
import { UsageError } from './errors.ts';
import { exitCode, exitCodeOf, type ExitCode } from './exit-code.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { Session, type Host } from './session.ts';
import { startFolder } from './start-folder.ts';

/** Runs one command line (without `node` and the script's name). Never rejects; resolves to the exit code. */
export async function main(argv: readonly string[], host: Host): Promise<ExitCode> {
  let session = new Session(host, argv.includes('--verbose'));
  try {
    const start = startFolder(argv, host.cwd);
    session = new Session({ ...host, cwd: start.cwd }, session.verbose);
    await parseCommandLine(start.argv, session);
    return finish(session);
  } catch (error) {
    finish(session);
    report(error, session);
    return exitCodeOf(error instanceof DsrnnError ? error.code : null);
  }
}

/** Anything but yes is no. */
async function ask(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** Lists what was left undone; the exit code is that of the command, else what stands for the undone. */
function finish(session: Session): ExitCode {
  const { undone } = session;
  if (undone.length === 0) return session.exitCode;
  session.note(`\nnot done (${undone.length}):`);
  for (const { text } of undone) session.note(`  ${text}`);
  if (session.exitCode !== exitCode.ok) return session.exitCode;
  const codes = new Set(undone.map(({ code }) => code));
  return codes.size === 1 ? undone[0]!.code : exitCode.incomplete;
}

/** Runs the command line of this process and sets its exit code. */
export async function runAsProcess(): Promise<void> {
  // A reader such as `head` that closes the pipe has seen enough: stop without noise.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCode.ok);
    throw error;
  });
  process.exitCode = await main(process.argv.slice(2), {
    cwd: process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
  });
}

function report(error: unknown, session: Session): void {
  const known = error instanceof DsrnnError;
  const code = known ? error.code : 'internal';
  session.note(`error (${code}): ${error instanceof Error ? error.message : String(error)}`);
  if (session.verbose && error instanceof Error) session.note(error.stack ?? '');
  else if (!known) session.note('This is a bug in dsrnn; run again with --verbose to see where.');
  if (error instanceof UsageError) session.note('`dsrnn --help` lists the commands.');
}
