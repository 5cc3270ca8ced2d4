/** What classes are called. */
import type { ClassName } from './task-definition.ts';

/** Length of a short name. */
const SHORT = 4;

/** Names in the order of the classes; a short one is the first letters unless it is given. */
export function classNames(
  names: readonly (string | readonly [name: string, short: string])[],
): readonly ClassName[] {
  return names.map((one) => {
    const [name, short] = typeof one === 'string' ? [one, one.slice(0, SHORT)] : one;
    return { name, short };
  });
}

/** Of classes that are the digits 0 to 9. */
export const digitNames = classNames(Array.from({ length: 10 }, (_, digit) => String(digit)));
