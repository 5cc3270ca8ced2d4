/** What is said of a name that no profile has. */
import { suggestion } from '../nearest-name.ts';

/** `no profile has the method x; did you mean "y"? (known: …)`. */
export function unknownName(
  what: string,
  name: string | number,
  known: readonly (string | number)[],
): string {
  return `no profile has the ${what} ${String(name)}${suggestion(String(name), [...new Set(known)].map(String))}`;
}
