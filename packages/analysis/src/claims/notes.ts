/** What a reader must know of the runs that decide a claim, though it leaves none of them out. */
import type { Claim, Observation } from '@dsrnn/records';
import { orderLabels } from '../order.ts';
import { mean } from '../statistics/mean.ts';
import { bestFloor, guessBar, isBetter } from '../summary/learning.ts';
import { isSilent } from '../summary/silence.ts';
import { scoreText } from '../text/score-text.ts';
import type { ClaimContext } from './claim-context.ts';
import { placeNames, type ClaimPair } from './claim-pair.ts';
import { byPlace, needsLearning } from './neither-learned.ts';
import { sideText } from './side-text.ts';

/** Sentences with a full stop, about the pairs that the guards kept; empty where there is nothing to say. Pure. */
export function notesOn(pairs: readonly ClaimPair[], claim: Claim, context: ClaimContext): string[] {
  return [
    ...silentNotes(pairs, claim),
    ...(needsLearning(claim) ? [...unknownNotes(pairs, context), ...simpleNotes(pairs, claim, context)] : []),
  ];
}

/** Runs that never sent their state, by side. */
function silentNotes(pairs: readonly ClaimPair[], claim: Claim): string[] {
  return (['treatment', 'reference'] as const).flatMap((side) => {
    const named = claim[side];
    const silent = pairs.filter((pair) => pair[side].run !== null && isSilent(pair[side].run));
    if (silent.length === 0 || 'value' in named) return [];
    const { measure: _, ...runs } = named;
    return [
      `Silent, the state was never sent: ${sideText(runs)} in ${String(silent.length)} of ${String(pairs.length)} pairs (${placeNames(silent).join(', ')}).`,
    ];
  });
}

/** Tasks of which nobody knows what guessing scores. */
function unknownNotes(pairs: readonly ClaimPair[], { floors }: ClaimContext): string[] {
  const unknown = runsOf(pairs).filter(({ task, metric }) => guessBar(task, metric, floors) === null);
  const tasks = orderLabels(
    [],
    unknown.map(({ stream }) => stream),
  );
  return tasks.length === 0
    ? []
    : [
        `No score of guessing is known for ${tasks.join(', ')}, so it was not checked that a side has learned.`,
      ];
}

/** Places at which a predictor without recurrence beats both sides, by task. Of claims about scores. */
function simpleNotes(pairs: readonly ClaimPair[], claim: Claim, { floors }: ClaimContext): string[] {
  if (claim.treatment.measure !== undefined) return [];
  const beaten = new Map<string, string[]>();
  for (const [, members] of byPlace(pairs)) {
    const [run] = runsOf(members);
    const floor = run === undefined ? null : bestFloor(run.task, run.metric, floors);
    if (run === undefined || floor === null) continue;
    const scores = (['treatment', 'reference'] as const).map((side) =>
      members.flatMap((pair) => pair[side].score ?? []),
    );
    if (scores.some((own) => own.length > 0 && isBetter(mean(own), floor.score, run.metric))) continue;
    const name = `${floor.label} on ${run.stream} (${scoreText(floor.score, run.metric)})`;
    beaten.set(name, [...(beaten.get(name) ?? []), run.architecture]);
  }
  if (beaten.size === 0) return [];
  const architectures = new Set(pairs.map(({ architecture }) => architecture));
  const names = [...beaten].map(([name, those]) => {
    const where = orderLabels([], those);
    return where.length === architectures.size ? name : `${name}, of ${where.join(', ')}`;
  });
  return [`Both sides are no better than a predictor without recurrence: ${names.join('; ')}.`];
}

function runsOf(pairs: readonly ClaimPair[]): Observation[] {
  return pairs.flatMap(({ treatment, reference }) =>
    [treatment.run, reference.run].filter((run) => run !== null),
  );
}
