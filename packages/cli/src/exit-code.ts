/** The exit codes of the command: the one place where they are decided and described. */

/** Names of the exit codes. */
export const exitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  mismatch: 3,
  data: 4,
  store: 5,
  incomplete: 6,
  interrupted: 130,
} as const;

/** Any of the exit codes. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The part of `--help` that describes them. */
export const exitCodeHelp = `Exit codes:
  0    all went well
  1    a run failed, or an internal error
  2    the command line or a configuration file is wrong, or no run is selected
  3    \`check\` or \`reproduce\` found a difference
  4    data is missing or corrupt
  5    the run store or an output folder is corrupt or not writable
  6    a part of what was asked for was not done: a run that another process holds, a result that is missing, a figure
       that cannot be drawn; the rest was done, and the last lines say what was not
  130  interrupted; what was finished is kept`;

const byErrorCode: Readonly<Record<string, ExitCode>> = {
  usage: exitCode.usage,
  config: exitCode.usage,
  setting: exitCode.usage,
  task: exitCode.usage,
  backend: exitCode.usage,
  mismatch: exitCode.mismatch,
  dataset: exitCode.data,
  store: exitCode.store,
  output: exitCode.store,
  incomplete: exitCode.incomplete,
};

/** The exit code for the `code` of an error. Codes without an entry, and null, mean an internal error. */
export function exitCodeOf(code: string | null): ExitCode {
  return (code === null ? undefined : byErrorCode[code]) ?? exitCode.failed;
}
