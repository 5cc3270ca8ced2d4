/** Scores of classifiers without recurrence on a task that is made of parts. */
import { majorityClassFloor, nearestClassMeanFloor } from '../class-floors.ts';
import type { Examples, Floor } from '../dataset.ts';
import { rootOfSquares } from '../guess-error.ts';
import { selectExamples } from '../select-examples.ts';
import { pairNaiveBayesFloor } from '../symbol-floors.ts';
import type { JoinedExamples } from './assemble.ts';

/** What the floors need to know of a task. `features`: those of a step, without the identity. */
export interface PartFloorSettings {
  readonly features: number;
  readonly classes: number;
  readonly told: boolean;
}

/**
 * Majority class, nearest class mean and, where every step is one-hot, naive Bayes on symbol pairs, with the training
 * examples of all parts at hand at once. `told`: the part is known, by heads of their own or as an input; so each part has
 * a classifier of its own, and the score is over the test examples of all parts. Otherwise one classifier serves all
 * parts. Targets are of kind `class`.
 */
export function partClassFloors(
  train: JoinedExamples,
  test: JoinedExamples,
  { features, classes, told }: PartFloorSettings,
): readonly Floor[] {
  const symbols = [train, test].every(({ inputs }) => stepsAreOneHot(inputs, features));
  const floorsOf = (training: Examples, tested: Examples): readonly Floor[] => [
    majorityClassFloor(tested),
    nearestClassMeanFloor(training, tested, classes),
    ...(symbols ? [pairNaiveBayesFloor(training, tested, features, classes)] : []),
  ];
  if (!told) return floorsOf(train, test);
  const parts = [...new Set(test.parts)].map((part) => {
    const tested = examplesOf(test, part);
    return { share: tested.count / test.count, floors: floorsOf(examplesOf(train, part), tested) };
  });
  return parts[0]!.floors.map(({ name, note, guess }, k) => {
    const floor = {
      name: `${name} of the part`,
      score: parts.reduce((sum, { share, floors }) => sum + share * floors[k]!.score, 0),
      note: `${note}; each part by itself`,
    };
    if (guess === undefined) return floor;
    const errors = parts.map(({ share, floors }) => share * (floors[k]!.guess?.standardError ?? 0));
    return { ...floor, guess: { standardError: rootOfSquares(errors) } };
  });
}

function examplesOf(examples: JoinedExamples, part: number): Examples {
  const indices = [...examples.parts.keys()].filter((i) => examples.parts[i] === part);
  return selectExamples(examples, indices);
}

function stepsAreOneHot(inputs: Float32Array, features: number): boolean {
  for (let step = 0; step < inputs.length; step += features) {
    let ones = 0;
    for (let k = step; k < step + features; k++) {
      if (inputs[k] === 1) ones += 1;
      else if (inputs[k] !== 0) return false;
    }
    if (ones !== 1) return false;
  }
  return true;
}
