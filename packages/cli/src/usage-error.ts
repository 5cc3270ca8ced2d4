/** The complaints of yargs in the words of this program. */
import { UsageError } from './errors.ts';

/** One line, with the command or the option that was probably meant. `known` are the options of the command. */
export async function usageError(
  complaint: string,
  argv: readonly string[],
  known: readonly string[],
): Promise<UsageError> {
  const line = complaint.replaceAll(/\s*\n\s*/g, ' ').trim();
  const command = /^Did you mean (.+)\?$/.exec(line)?.[1];
  if (command !== undefined) {
    return new UsageError(`unknown command "${firstWord(argv)}"; did you mean "${command}"?`);
  }
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(line)?.[1]?.split(', ');
  if (unknown === undefined) return new UsageError(line);
  const { nearestName } = await import('@dsrnn/experiment');
  const problems = unknown.map((name) => {
    const isOption = argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    if (!isOption) return `unknown argument "${name}"`;
    const nearest = nearestName(name, known);
    return `unknown option --${name}${nearest === undefined ? '' : `; did you mean --${nearest}?`}`;
  });
  return new UsageError(problems.join('\n'));
}

function firstWord(argv: readonly string[]): string {
  return argv.find((word) => !word.startsWith('-')) ?? '';
}
