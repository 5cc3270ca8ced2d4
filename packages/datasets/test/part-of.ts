import type { Dataset, Examples } from '../src/dataset.ts';

/** The examples of one part of a split, and their inputs without the identity, the last `identityWidth` features. */
export function partOf(
  dataset: Dataset,
  split: 'train' | 'validation' | 'test',
  part: number,
  identityWidth: number,
): Examples {
  const { inputs, targets, parts } = dataset[split];
  if (parts === undefined) throw new Error('the dataset has no parts');
  const { features } = dataset;
  const [first, count] = [parts.indexOf(part), parts.filter((p) => p === part).length];
  const ofPart = <Values extends Float32Array | Int32Array>(values: Values): Values => {
    const size = values.length / parts.length;
    return values.slice(first * size, (first + count) * size) as Values;
  };
  const kept = ofPart(inputs).filter((_, k) => k % features < features - identityWidth);
  return { count, inputs: kept, targets: ofPart(targets) };
}
