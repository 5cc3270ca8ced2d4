/** All cases. Adding one: an entry in a file beside this one. */
import { backendDefinitions, type BackendName } from '@dsrnn/core';
import { suggestion } from '@dsrnn/experiment';
import { BenchError } from '../bench-error.ts';
import type { BenchCase } from './bench-case.ts';
import { kernelCases } from './kernel-cases.ts';
import { memoryCases } from './memory-cases.ts';
import { strategyCases } from './strategy-cases.ts';
import { streamingCases } from './streaming-cases.ts';
import { backendCases, trainingCases } from './training-cases.ts';

/** Every case of the default backend, in the order of reports. */
export const benchCases: readonly BenchCase[] = [
  ...kernelCases,
  ...trainingCases,
  ...streamingCases,
  ...memoryCases,
  ...strategyCases,
];

/** Those of the default backend, then those of each other. */
export const everyCase: readonly BenchCase[] = [
  ...benchCases,
  ...backendDefinitions.filter(({ name }) => name !== 'wasm').flatMap(({ name }) => backendCases(name)),
];

/** The case with an id, on whichever backend. Throws BenchError with the ids that come near. */
export function findCase(id: string): BenchCase {
  return everyCase.find((one) => one.id === id) ?? unknownCase(id, everyCase);
}

/**
 * The cases of a backend that words of the command line name, in the order of the registry: an id, or the beginning of
 * some that ends before a hyphen (`train-lstm`); the backend at the end of an id may be left out. No words: all. The
 * cases that they are compared with come along. Throws BenchError.
 */
export function selectCases(words: readonly string[], backend: BackendName = 'wasm'): readonly BenchCase[] {
  const cases = everyCase.filter((one) => one.backend === backend);
  const named = words.length === 0 ? cases : words.flatMap((word) => casesNamed(word, backend, cases));
  const chosen = new Set<string>();
  const choose = ({ id, baseline, beside }: BenchCase): void => {
    chosen.add(id);
    for (const other of [baseline, beside]) if (other !== null) choose(findCase(other));
  };
  named.forEach(choose);
  return everyCase.filter(({ id }) => chosen.has(id));
}

function casesNamed(word: string, backend: BackendName, cases: readonly BenchCase[]): readonly BenchCase[] {
  const exact = cases.filter(({ id }) => id === word || id === `${word}-${backend}`);
  if (exact.length > 0) return exact;
  const family = cases.filter(({ id }) => id.startsWith(`${word}-`));
  return family.length > 0 ? family : unknownCase(word, cases, backend);
}

function unknownCase(id: string, cases: readonly BenchCase[], backend: BackendName = 'wasm'): never {
  const where = backend === 'wasm' ? '' : ` on backend ${backend}`;
  const known = cases.map((one) => one.id);
  throw new BenchError(`unknown case "${id}"${where}${suggestion(id, known)}`);
}
