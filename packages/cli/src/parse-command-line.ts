/** The grammar of the command line: options that all commands share, and the list of commands. */
import { readFileSync } from 'node:fs';
import yargs, { type Argv } from 'yargs';
import { addBackendCommand } from './commands/backend.ts';
import { addBench } from './commands/bench.ts';
import { addCheck } from './commands/check.ts';
import { addData } from './commands/data.ts';
import { addDoctor } from './commands/doctor.ts';
import { addClaims, addFigure, addTable } from './commands/draw.ts';
import { addExplain } from './commands/explain.ts';
import { addInit } from './commands/init.ts';
import { addReproduce } from './commands/reproduce.ts';
import { addResults } from './commands/results.ts';
import { addRun } from './commands/run.ts';
import { addRuns } from './commands/runs.ts';
import { addRuntime } from './commands/runtime.ts';
import { addSchema } from './commands/schema.ts';
import { addStatus } from './commands/status.ts';
import { addTime } from './commands/time.ts';
import { addValidate } from './commands/validate.ts';
import { UsageError } from './errors.ts';
import { exitCodeHelp } from './exit-code.ts';
import type { Session } from './session.ts';
import { usageError } from './usage-error.ts';

/** In the order of `--help`. */
const commands = [
  addRun,
  addStatus,
  addTable,
  addFigure,
  addClaims,
  addCheck,
  addExplain,
  addReproduce,
  addInit,
  addResults,
  addTime,
  addValidate,
  addDoctor,
  addBackendCommand,
  addRuntime,
  addBench,
  addData,
  addRuns,
  addSchema,
];

/** Parses and runs one command line. Throws UsageError for a wrong one, and what the command throws. */
export async function parseCommandLine(argv: readonly string[], session: Session): Promise<void> {
  let complaint: { readonly message: string; readonly options: readonly string[] } | undefined;
  const cli: Argv = yargs()
    .scriptName('dsrnn')
    .usage('$0 <command>\n\nReproduces the experiments of DS-RNNs: runs them, draws them, checks them.')
    .option('verbose', { type: 'boolean', global: true, describe: 'show where an error arose, and more' })
    .option('C', {
      type: 'string',
      global: true,
      requiresArg: true,
      describe: 'before the command: run as if started in this folder',
    })
    .demandCommand(1, 'a command is missing')
    .strict()
    .recommendCommands()
    .check((given) => givenOnce(given, cli), true)
    .version(versionText())
    .help()
    .wrap(session.width)
    .epilogue(exitCodeHelp)
    .exitProcess(false)
    .fail((message, error) => {
      // Its own complaints come from yargs as text, or as a YError; anything else was thrown by a command.
      const thrown = error as Error | undefined;
      if (thrown !== undefined && thrown.name !== 'YError') throw thrown;
      complaint = { message: thrown?.message ?? message, options: knownOptions(cli) };
      throw new Error(complaint.message);
    });
  for (const add of commands) add(cli, session);
  let help = '';
  try {
    // With a callback yargs hands over the text of --help instead of printing it.
    await cli.parseAsync(argv, {}, (_error: unknown, _argv: unknown, output: string) => {
      help = output;
    });
  } catch (error) {
    if (complaint === undefined) throw error;
    throw await usageError(complaint.message, argv, complaint.options);
  }
  if (help !== '') session.print(help);
}

/** `dsrnn 0.2.0, Node v22.11.0`. */
function versionText(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return `dsrnn ${(manifest as { readonly version: string }).version}, Node ${process.version}`;
}

/** yargs makes a list of an option that is given twice, which no command expects of one that is no list. */
function givenOnce(given: Readonly<Record<string, unknown>>, cli: unknown): true {
  const { array } = optionsOf(cli);
  for (const [name, value] of Object.entries(given)) {
    if (name === '_' || !Array.isArray(value) || array.includes(name)) continue;
    throw new UsageError(`--${name} is given ${value.length} times (${value.join(', ')}); give it once`);
  }
  return true;
}

/** Names of the options of the command that is being parsed. */
function knownOptions(cli: unknown): readonly string[] {
  return Object.keys(optionsOf(cli).key);
}

/** yargs has the method, its types do not. */
function optionsOf(cli: unknown): {
  readonly key: Readonly<Record<string, unknown>>;
  readonly array: readonly string[];
} {
  return (cli as { getOptions(): ReturnType<typeof optionsOf> }).getOptions();
}
