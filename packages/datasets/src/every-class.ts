import type { Examples } from './dataset.ts';
import { TaskError } from './errors.ts';

/**
 * Throws TaskError if a class has no example in a split, naming `field`, the setting that decides the split's size.
 * Targets are class indices `[count]` from 0 to `classes` − 1.
 */
export function requireEveryClass(examples: Examples, classes: number, field: string): void {
  const present = new Set(examples.targets);
  for (let label = 0; label < classes; label++) {
    if (present.has(label)) continue;
    const has = `${examples.count} examples leave class ${label} of ${classes} without any`;
    throw new TaskError(`task.${field}`, `${has}; every class needs one or more, raise it`);
  }
}
