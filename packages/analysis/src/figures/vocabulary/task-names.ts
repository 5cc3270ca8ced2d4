/** Many tasks in few words. */
import { groupBy } from '@dsrnn/portable';
import { familyOf } from '../../summary/stream-tasks.ts';

/** Names in order, those that differ in the number at their end as a range from three on: `alone-0 to alone-7, chicago-20`. */
export function taskNames(tasks: readonly string[]): string {
  return [...groupBy(tasks, familyOf).values()]
    .flatMap((family) => (family.length < 3 ? family : [`${family[0]!} to ${family.at(-1)!}`]))
    .join(', ');
}
