/** All cases. Adding one: an entry in a file beside this one. */
import { suggestion } from '@dsrnn/experiment';
import { BenchError } from '../bench-error.ts';
import type { BenchCase } from './bench-case.ts';
import { kernelCases } from './kernel-cases.ts';
import { memoryCases } from './memory-cases.ts';
import { strategyCases } from './strategy-cases.ts';
import { streamingCases } from './streaming-cases.ts';
import { trainingCases } from './training-cases.ts';

/** Every case, in the order of reports. */
export const benchCases: readonly BenchCase[] = [
  ...kernelCases,
  ...trainingCases,
  ...streamingCases,
  ...memoryCases,
  ...strategyCases,
];

/** The case with an id. Throws BenchError with the ids that come near. */
export function findCase(id: string): BenchCase {
  const found = benchCases.find((one) => one.id === id);
  if (found === undefined) {
    throw new BenchError(
      `unknown case "${id}"${suggestion(
        id,
        benchCases.map((one) => one.id),
      )}`,
    );
  }
  return found;
}

/**
 * The cases that words of the command line name, in the order of the registry: an id, or the beginning of some that ends
 * before a hyphen (`train-lstm`). No words: all. The cases that they are compared with come along. Throws BenchError.
 */
export function selectCases(words: readonly string[]): readonly BenchCase[] {
  if (words.length === 0) return benchCases;
  const chosen = new Set<string>();
  for (const word of words) {
    const family = benchCases.filter(({ id }) => id.startsWith(`${word}-`));
    const exact = benchCases.filter(({ id }) => id === word);
    for (const { id, baseline } of [...exact, ...(exact.length > 0 ? [] : family)]) {
      chosen.add(id);
      if (baseline !== null) chosen.add(baseline);
    }
    if (exact.length === 0 && family.length === 0) findCase(word);
  }
  return benchCases.filter(({ id }) => chosen.has(id));
}
