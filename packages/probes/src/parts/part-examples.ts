/** Examples of the parts of a task, as many of each, that a probe compares from the beginning to the end of a run. */
import type { Dataset, Examples } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { ProbeError } from '../errors.ts';
import { batchOf } from '../interference/balanced-examples.ts';

/** Parts by index. */
export interface PartExamples {
  readonly names: readonly string[];
  readonly examples: readonly Examples[];
}

/**
 * Draws `perPart` examples of every part of a split without repetition, or as many as the smallest part has, from the
 * stream `part/<p>` of `rng`; in the order in which they are drawn. Throws ProbeError, which names the `probe`, for a task
 * without parts or a split that lacks one.
 */
export function drawExamplesOfParts(
  probe: string,
  data: Dataset,
  split: 'train' | 'test',
  perPart: number,
  rng: Rng,
): PartExamples {
  const { parts, partNames, time, features } = data;
  const { parts: partOf, count } = data[split];
  if (parts === undefined || partOf === undefined) {
    throw new ProbeError(
      `probe ${probe}: the task has no parts; leave the probe out, or use a task that is made of several`,
    );
  }
  const members = Array.from({ length: parts.count }, (): number[] => []);
  for (let i = 0; i < count; i++) members[partOf[i] as number]?.push(i);
  const drawn = Math.min(perPart, ...members.map(({ length }) => length));
  if (drawn === 0) {
    throw new ProbeError(
      `probe ${probe}: part ${members.findIndex(({ length }) => length === 0)} has no example in the ` +
        `${split} split, expected one at least; use more examples of each part`,
    );
  }
  return {
    names: members.map((_, part) => partNames?.[part] ?? String(part)),
    examples: members.map((own, part) => {
      const order = rng.fork(`part/${part}`).permutation(own.length).subarray(0, drawn);
      return batchOf(
        data[split],
        Array.from(order, (at) => own[at] as number),
        time * features,
      );
    }),
  };
}
