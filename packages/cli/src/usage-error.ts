/** The complaints of yargs in the words of this program. */
import { UsageError } from './errors.ts';

/** Commands that have commands of their own. */
const groups: readonly string[] = ['backend', 'data', 'results', 'runs'];

/** One line, with the command or the option that was probably meant. `options` are those of the command. */
export async function usageError(
  complaint: string,
  argv: readonly string[],
  options: readonly string[],
): Promise<UsageError> {
  const { nearestName } = await import('@dsrnn/experiment');
  const line = complaint.replaceAll(/\s*\n\s*/g, ' ').trim();
  const words = argv.filter((word) => !word.startsWith('-'));
  const [first = ''] = words;
  const asked = groups.includes(first) ? words.slice(0, 2) : words.slice(0, 1);
  const command = asked.join(' ');

  const recommended = /^Did you mean (.+)\?$/.exec(line)?.[1];
  if (recommended !== undefined) {
    const near = nearestName(asked.at(-1) ?? '', [recommended]) !== undefined;
    return new UsageError(`unknown command "${command}"${near ? `; did you mean "${recommended}"?` : ''}`);
  }
  if (line.startsWith('Not enough non-option arguments')) {
    return new UsageError(
      `${command}: an argument is missing; \`dsrnn ${command} --help\` shows what it takes`,
    );
  }
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(line)?.[1]?.split(', ');
  if (unknown === undefined) return new UsageError(line);
  // yargs names an option in kebab-case and in camelCase.
  const given = unknown.filter(
    (name) => !unknown.some((other) => other !== name && camelCase(other) === name),
  );
  const problems = given.map((name) => {
    const isOption = argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    if (!isOption) return name === first ? `unknown command "${name}"` : `unknown argument "${name}"`;
    const nearest = nearestName(name, options);
    return `unknown option --${name}${nearest === undefined ? '' : `; did you mean --${nearest}?`}`;
  });
  return new UsageError([...new Set(problems)].join('; '));
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
