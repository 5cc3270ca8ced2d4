/** What a reader must know of the runs that decide a claim, though it leaves none of them out. */
import { groupBy } from '@dsrnn/portable';
import type { Claim, Observation } from '@dsrnn/records';
import { orderLabels } from '../order.ts';
import { mean } from '../statistics/mean.ts';
import { bestFloor, guessBar, isBetter } from '../summary/learning.ts';
import { isSilent } from '../summary/silence.ts';
import { scoreText } from '../text/score-text.ts';
import type { ClaimContext } from './claim-context.ts';
import { byPlace, placeNames, type ClaimPair } from './claim-pair.ts';
import { needsLearning } from './guards.ts';
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
      `Silent, the state was never sent: ${sideText(runs)} in ${silent.length} of ${pairs.length} pairs (${placeNames(silent).join(', ')}).`,
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
  const beaten = [...byPlace(pairs).values()].flatMap((members) => {
    const [run] = runsOf(members);
    const floor = run === undefined ? null : bestFloor(run.task, run.metric, floors);
    if (run === undefined || floor === null) return [];
    const scores = (['treatment', 'reference'] as const).map((side) =>
      members.flatMap((pair) => pair[side].score ?? []),
    );
    if (scores.some((own) => own.length > 0 && isBetter(mean(own), floor.score, run.metric))) return [];
    const name = `${floor.label} on ${run.stream} (${scoreText(floor.score, run.metric)})`;
    return [{ name, architecture: run.architecture }];
  });
  if (beaten.length === 0) return [];
  const architectures = new Set(pairs.map(({ architecture }) => architecture));
  const names = [...groupBy(beaten, ({ name }) => name)].map(([name, those]) => {
    const where = orderLabels(
      [],
      those.map(({ architecture }) => architecture),
    );
    return where.length === architectures.size ? name : `${name}, of ${where.join(', ')}`;
  });
  return [`Both sides are no better than a predictor without recurrence: ${names.join('; ')}.`];
}

function runsOf(pairs: readonly ClaimPair[]): Observation[] {
  return pairs.flatMap(({ treatment, reference }) =>
    [treatment.run, reference.run].filter((run) => run !== null),
  );
}
