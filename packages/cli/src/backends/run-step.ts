/** Runs the programs of an installation. */
import { spawn } from 'node:child_process';
import { DsrnnError } from '@dsrnn/portable';

/** A step of an installation failed. */
export class SetupError extends DsrnnError {
  readonly code = 'setup';

  constructor(step: string, problem: string, remedy: string) {
    super(`${step}: ${problem}; ${remedy}`);
  }
}

/** Where and how long. */
export interface StepOptions {
  readonly cwd: string;
  /** What to do where it fails. */
  readonly remedy: string;
  /** Ends it after this time. Default: half an hour, which even a slow download takes less than. */
  readonly timeoutMs?: number;
}

const HALF_AN_HOUR = 30 * 60_000;
/** Enough of a program's last words to find the cause. */
const OUTPUT_TAIL = 4000;

/** Runs `program` and gives what it printed. Throws SetupError with its last words where it fails. */
export async function runStep(
  step: string,
  program: string,
  args: readonly string[],
  { cwd, remedy, timeoutMs = HALF_AN_HOUR }: StepOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      shell: process.platform === 'win32', // npm is a script there
    });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (errors = (errors + text).slice(-OUTPUT_TAIL)));
    child.once('error', ({ message }) =>
      reject(new SetupError(step, `${program} cannot be run (${message})`, remedy)),
    );
    child.once('close', (code, signal) => {
      if (code === 0) {
        resolve(output);
        return;
      }
      const how = signal === null ? `exit code ${String(code)}` : `was ended by ${signal}`;
      const words = (errors.trim() || output.trim()).split('\n').slice(0, 20).join('\n');
      reject(new SetupError(step, `${program} ${args[0] ?? ''} failed (${how}):\n${words}\n`, remedy));
    });
  });
}

/** Installs exactly what the lock file of `folder` says, without scripts of packages. */
export async function npmCi(folder: string): Promise<void> {
  await runStep(
    'packages',
    'npm',
    ['ci', '--prefix', folder, '--workspaces=false', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: folder, remedy: 'check that npm reaches its registry (`npm ping`), and run this again' },
  );
}
