/** Many tasks in few words. */
import { groupBy } from '@dsrnn/portable';
import { familyOf } from '../../summary/stream-tasks.ts';

/** Names in order; three and more of one family that count up by one as a range: `alone-0 to alone-7, chicago-20`. */
export function taskNames(tasks: readonly string[]): string {
  return [...groupBy(tasks, familyOf).values()]
    .flatMap((family) =>
      family.length >= 3 && countsUp(family) ? [`${family[0]!} to ${family.at(-1)!}`] : family,
    )
    .join(', ');
}

function countsUp(names: readonly string[]): boolean {
  const numbers = names.map((name) => Number(/\d+/.exec(name)?.[0]));
  return numbers.every((number, i) => number === numbers[0]! + i);
}
