/** Where a profile of a file lists something. */
import type { BlockConfig, ProfileConfig } from './experiment-config.ts';
import type { FieldPath } from './yaml/yaml-source.ts';

type List = keyof BlockConfig;

/**
 * The path, from the profile, of the first item of `list` that is `value` or has it for its label: in the lists of the
 * profile, else in those of its blocks; null where it stands in none.
 */
export function listedAt(config: ProfileConfig, list: List, value: string | number): FieldPath | null {
  const lists = [config, ...(config.blocks ?? [])];
  for (const [i, place] of lists.entries()) {
    const values: readonly unknown[] = (place as BlockConfig)[list] ?? [];
    const at = values.findIndex((one) => nameOf(one) === value);
    if (at >= 0) return [...(i === 0 ? [] : ['blocks', i - 1]), list, at];
  }
  return null;
}

/** What an item of a list is called: itself, or the label of an inline entry. */
export function nameOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'label' in item ? item.label : item;
}
