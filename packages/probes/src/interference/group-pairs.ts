/** Pairs of examples and of class means, group by group. */
import type { SequenceModel } from '@dsrnn/core';
import { classMeans } from './class-means.ts';
import type { ExampleGradients } from './example-gradients.ts';
import type { GroupPairs } from './group-measures.ts';
import { pairGeometry } from './pair-geometry.ts';
import { addPairSums, pairSums, type PairSums } from './pair-sums.ts';
import { membersOf, type ParameterGroup } from './parameter-groups.ts';

/** A group and its pairs. */
export interface PairsOfGroup extends GroupPairs {
  readonly group: ParameterGroup;
}

/** The pairs of every group; a parameter that is in two groups is gone through once. */
export function pairsOfGroups(
  { parameters }: SequenceModel,
  groups: readonly ParameterGroup[],
  gradients: ExampleGradients,
  labels: readonly number[],
): readonly PairsOfGroup[] {
  const sums = new Map<string, { readonly examples: PairSums; readonly classes: PairSums }>(
    membersOf(groups).map((name) => {
      const vectors = gradients[name] ?? [];
      const width = parameters[name]?.shape.at(-1) ?? 1;
      return [
        name,
        { examples: pairSums(vectors, width), classes: pairSums(classMeans(vectors, labels), width) },
      ];
    }),
  );
  return groups.map((group) => {
    const parts = group.members.flatMap((name) => sums.get(name) ?? []);
    const examples = addPairSums(parts.map((part) => part.examples));
    return {
      group,
      examples: pairGeometry(examples),
      classes: pairGeometry(addPairSums(parts.map((part) => part.classes))),
      labels,
      zero: examples.squares.filter((square) => square === 0).length,
    };
  });
}
