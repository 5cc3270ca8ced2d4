/** Words that no POSIX shell reads as anything but themselves. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** A command as one line for a POSIX shell, each word quoted where it has to be. */
export function shellLine(words: readonly string[]): string {
  return words
    .map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}
