/** The folder of what is drawn from a part of an experiment: beside the whole, never over it. */
import type { LoadedExperiment } from '@dsrnn/experiment';
import { digestOf } from '@dsrnn/records';
import type { Selection } from '../open-experiment.ts';

/** Longer names are cut, and told apart by a digest. */
const LONGEST = 80;
const DIGEST_LENGTH = 8;

/**
 * `only-method=dense+ds,sparsity=0.9,seed-count=1` for a selection that narrows the grid or takes another backend or
 * engine than the experiment; null for the whole of it. The same selection always has the same name.
 */
export function selectionFolder(
  { only, seedCount, backend, engine }: Selection,
  experiment: Pick<LoadedExperiment, 'backend' | 'engine'>,
): string | null {
  const parts = [
    ...(only === undefined ? [] : [only]),
    ...(seedCount === undefined ? [] : [`seed-count=${seedCount}`]),
    ...(backend === undefined || backend === experiment.backend ? [] : [`backend=${backend}`]),
    ...(engine === undefined || engine === experiment.engine ? [] : [`engine=${engine}`]),
  ];
  if (parts.length === 0) return null;
  const text = parts.join(',').replaceAll(/\s/g, '');
  // What a file system may not take is replaced; then the digest of the text keeps names apart.
  const name = text.replaceAll('|', '+').replaceAll(/[^\w.=,+-]/g, '_');
  const exact = /^[\w.=,|-]*$/.test(text) && name.length <= LONGEST;
  return `only-${exact ? name : `${name.slice(0, LONGEST)}-${digestOf(text).slice(0, DIGEST_LENGTH)}`}`;
}
