/** Scores of linear classifiers that count symbols, for sequences of one-hot steps. They know no order, or next to none. */
import { ln } from '@dsrnn/portable';
import { nearestClassMeanFloor } from './class-floors.ts';
import type { Examples, Floor } from './dataset.ts';

/**
 * Test accuracy of the nearest class mean on symbol frequencies: each sequence `[time, features]` is replaced by the mean
 * of its steps. Rules for ties and empty classes are those of `nearestClassMeanFloor`.
 */
export function nearestMeanFrequencyFloor(
  train: Examples,
  test: Examples,
  features: number,
  classes: number,
): Floor {
  const { score } = nearestClassMeanFloor(
    symbolFrequencies(train, features),
    symbolFrequencies(test, features),
    classes,
  );
  return {
    name: 'nearest class mean of symbol frequencies',
    score,
    note: 'linear: the class whose mean symbol frequencies in training are closest',
  };
}

/**
 * Test accuracy of multinomial naive Bayes on counts of symbol pairs, a classifier linear in these counts:
 *
 *   class = argmax_c  ln n_c + Σ_(a b) count(a b) · ln((n_c(a b) + 1) / (n_c(all pairs) + features²))
 *
 * with n_c the training examples, or pairs, of class c. Ties go to the lower class; empty classes are never picked.
 * Every step must be one-hot.
 */
export function pairNaiveBayesFloor(
  train: Examples,
  test: Examples,
  features: number,
  classes: number,
): Floor {
  const pairs = features * features;
  const pairCounts = new Float64Array(classes * pairs);
  const totals = new Float64Array(classes);
  const examples = new Float64Array(classes);
  sequencePairs(train, features).forEach((sequence, i) => {
    const label = train.targets[i]!;
    examples[label]! += 1;
    totals[label]! += sequence.length;
    for (const pair of sequence) pairCounts[label * pairs + pair]! += 1;
  });
  const weights = pairCounts.map((count, k) => ln((count + 1) / (totals[Math.floor(k / pairs)]! + pairs)));
  const priors = examples.map((count) => (count === 0 ? -Infinity : ln(count)));

  let correct = 0;
  sequencePairs(test, features).forEach((sequence, i) => {
    const scores = priors.map((prior, label) => {
      let score = prior;
      for (const pair of sequence) score += weights[label * pairs + pair]!;
      return score;
    });
    const best = scores.reduce((lead, score, label) => (score > scores[lead]! ? label : lead), 0);
    if (best === test.targets[i]) correct += 1;
  });
  return {
    name: 'naive Bayes on symbol pairs',
    score: correct / test.count,
    note: 'linear in the counts of adjacent symbol pairs',
  };
}

function symbolFrequencies({ count, inputs, targets }: Examples, features: number): Examples {
  const time = inputs.length / (count * features);
  const frequencies = new Float32Array(count * features);
  for (let i = 0; i < inputs.length; i++) {
    const example = Math.floor(i / (time * features));
    frequencies[example * features + (i % features)]! += inputs[i]! / time;
  }
  return { count, inputs: frequencies, targets };
}

/** Numbers of the adjacent pairs of each sequence: first symbol · features + second. */
function sequencePairs({ count, inputs }: Examples, features: number): readonly Int32Array[] {
  const time = inputs.length / (count * features);
  return Array.from({ length: count }, (_, i) => {
    const symbols = Int32Array.from({ length: time }, (__, t) =>
      inputs.subarray((i * time + t) * features, (i * time + t + 1) * features).indexOf(1),
    );
    return Int32Array.from({ length: time - 1 }, (__, t) => symbols[t]! * features + symbols[t + 1]!);
  });
}
