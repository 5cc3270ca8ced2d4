/**
 * Class-balancing reservoir sampling (Chrysakis & Moens 2020, algorithm 1): as equal a share of the memory for every
 * group as the stream allows, and within a group a uniform sample of what it offered.
 *
 *   memory not full                        the example is stored
 *   its group was never the largest one    it takes the place of a member, uniformly chosen, of the largest group
 *   else                                   with probability (kept of the group) / (offered by the group) it takes the
 *                                          place of a member, uniformly chosen, of its own group
 *
 * The last rule is why later parts do not crowd out earlier ones that have the same classes. Where several groups are
 * the largest, the member is chosen among all of theirs. Groups that offered more than they hold differ by at most 1.
 */
import { selectExamples, type Examples } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import type { ExampleMemory } from './example-memory.ts';

/** A memory balanced over groups. `groupOf` tells the group of example `index`. */
export function createBalancedReservoir(
  capacity: number,
  groupOf: (examples: Examples, index: number) => number,
  rng: Rng,
): ExampleMemory {
  const kept: Examples[] = [];
  const groups: number[] = [];
  const held = new Map<number, number>();
  const offered = new Map<number, number>();
  const full = new Set<number>();

  function largestGroups(): Set<number> {
    const largest = Math.max(...held.values());
    return new Set([...held].filter(([, count]) => count === largest).map(([group]) => group));
  }

  function put(slot: number, group: number, example: Examples): void {
    const evicted = groups[slot];
    if (evicted !== undefined) held.set(evicted, held.get(evicted)! - 1);
    held.set(group, (held.get(group) ?? 0) + 1);
    groups[slot] = group;
    kept[slot] = example;
  }

  function memberOf(among: ReadonlySet<number>): number {
    const slots = groups.flatMap((group, slot) => (among.has(group) ? [slot] : []));
    return slots[rng.integer(slots.length)]!;
  }

  function slotFor(group: number): number | null {
    if (kept.length < capacity) return kept.length;
    const largest = largestGroups();
    for (const one of largest) full.add(one);
    if (!full.has(group)) return memberOf(largest);
    const place = rng.integer(offered.get(group)!);
    return place < held.get(group)! ? memberOf(new Set([group])) : null;
  }

  return {
    kept,
    offer(examples, index) {
      const group = groupOf(examples, index);
      offered.set(group, (offered.get(group) ?? 0) + 1);
      const slot = slotFor(group);
      if (slot !== null) put(slot, group, selectExamples(examples, [index]));
    },
  };
}
