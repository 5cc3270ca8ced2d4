/** One emphasised method against every other, over all architectures and tasks. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import type { Estimate } from '../statistics/stratified-mean.ts';
import type { Side, SubjectComparison } from '../summary/compare-with-subject.ts';
import { compareWithSubject, subjectOf } from '../summary/compare-with-subject.ts';
import { EQUAL_WORK_RATIO } from '../summary/equal-work.ts';
import { pairsOfSubject } from '../summary/method-pairs.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { fixed } from '../text/formatted.ts';
import { percentText, scoreText } from '../text/score-text.ts';
import { missingText, seedCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { estimateText, intervalOf } from '../text/estimate-text.ts';
import { LEARNED_MEANING, learningNotes } from './learning-notes.ts';
import type { Cell, Table } from './table.ts';
import { emptyCell, NO_VALUE } from './table.ts';

/**
 * One row per sparsity of the subject and other method. The subject is the first sparse method in the order of the
 * context that is not the reference. The reference is compared at its least sparsity, a method that is run at 0 only
 * at 0, every other at the sparsity of the subject. Throws AnalysisError if no method is sparse.
 */
export function buildRankingTable(observations: readonly Observation[], context: AnalysisContext): Table {
  const summaries = summariseScores(observations, context);
  const subject = subjectOf(observations, context);
  if (subject === null) {
    throw new AnalysisError(
      `table ranking: ${context.experiment} has no method at a sparsity above 0 besides its reference ${context.reference}; list one, or leave the table out`,
    );
  }
  const missing = missingText(summaries);
  const level = percentText(context.confidence);
  const rows = pairsOfSubject(subject, observations, context).map(([ours, theirs]) => ({
    ...{ ours, theirs },
    compared: compareWithSubject(ours, theirs, observations, context),
  }));
  return {
    id: 'ranking',
    caption: `${context.experiment}, profile ${context.profile}: ${subject} against every other method over all (architecture, task) groups, ${seedCountText(summaries)} a group. Wins and losses: groups in which the ${level} interval over seeds of the mean of the paired differences ${subject} − other (pairs share architecture, task and seed; MSE with the sign turned) lies above or below 0; ties are the groups that this does not decide, all with fewer than three pairs included. Not learned: groups in which neither side ${LEARNED_MEANING}; they are no ties, and are left out of all other columns. Unequal work: groups of two methods of one sparsity whose measured MACs, those on which they are matched, differ by more than ${percentText(EQUAL_WORK_RATIO - 1)}, left out of all other columns likewise. Difference: mean [${level} interval over seeds within groups] over the groups scored by accuracy, each weighing the same, in points, above 0 is better for ${subject} (number of such groups); other metrics have no common unit and are left out of it. Over places: its ${level} interval for other architectures and tasks. P(${subject} > other): probability that a run of ${subject} beats a run of the other, mean over groups (Agarwal et al., 2021), ½ is no difference. A run that diverged scores accuracy 0, AUC ½ and ranks last; of MSE its pair is left out of the differences and its side cannot win. MACs in percent of the dense core, mean over the runs, ${subject} / other. ${SPARSITY_MEANING[context.sparsityOf]}. The test set was touched once per run.`,
    columns: [
      { label: 'Sparsity', align: 'right', unit: null, fields: ['sparsity'] },
      { label: 'Other', align: 'left', unit: null, fields: ['other', 'other_sparsity'] },
      { label: 'Wins', align: 'right', unit: null, fields: ['wins'] },
      { label: 'Ties', align: 'right', unit: null, fields: ['ties', 'not_learned'] },
      { label: 'Losses', align: 'right', unit: null, fields: ['losses'] },
      { label: 'Unequal work', align: 'right', unit: null, fields: ['unequal_work'] },
      {
        label: 'Difference',
        align: 'right',
        unit: 'points',
        fields: ['difference', 'difference_low', 'difference_high', 'difference_groups'],
      },
      { label: 'Over places', align: 'right', unit: 'points', fields: ['places_low', 'places_high'] },
      {
        label: `P(${subject} > other)`,
        align: 'right',
        unit: null,
        fields: ['probability_of_improvement'],
      },
      { label: 'Pairs', align: 'right', unit: null, fields: ['pairs', 'diverged_subject', 'diverged_other'] },
      { label: 'Core MACs', align: 'right', unit: '%', fields: ['core_mac_share', 'other_core_mac_share'] },
      {
        label: 'Total MACs',
        align: 'right',
        unit: '%',
        fields: ['total_mac_share', 'other_total_mac_share'],
      },
    ],
    rows: rows.map(({ ours, theirs, compared }) => rankingRow(ours, theirs, compared)),
    footer: [],
    notes: [
      ...(missing === null ? [] : [`${missing}.`]),
      `Not corrected for the number of comparisons: of groups without any difference about ${percentText(1 - context.confidence)} are a win or a loss by chance.`,
      ...rows.flatMap(({ ours: { sparsity }, compared: { unequalNames } }) =>
        unequalNames.length === 0
          ? []
          : [`Unequal work at ${percentText(sparsity)}: ${unequalNames.join('; ')}.`],
      ),
      `div.: runs of these pairs that diverged, ${subject} / other.`,
      ...learningNotes(summaries.filter(({ learning }) => learning === 'unknown')),
    ],
  };
}

function rankingRow(ours: Side, theirs: Side, compared: SubjectComparison): Cell[] {
  const {
    wins,
    ties,
    losses,
    unequal,
    unlearned,
    difference,
    overPlaces,
    accuracyGroups,
    improvement,
    pairs,
    diverged,
    shares,
  } = compared;
  const count = (value: number): Cell => ({ text: String(value), raw: [value] });
  const lost =
    diverged.subject + diverged.other === 0
      ? ''
      : ` (${String(diverged.subject)} / ${String(diverged.other)} div.)`;
  return [
    { text: percentText(ours.sparsity), raw: [ours.sparsity] },
    theirs.sparsity === ours.sparsity
      ? { text: theirs.method, raw: [theirs.method, theirs.sparsity] }
      : {
          text: `${theirs.method} at ${percentText(theirs.sparsity)}`,
          raw: [theirs.method, theirs.sparsity],
        },
    count(wins),
    {
      text: `${String(ties)}${unlearned === 0 ? '' : ` (${String(unlearned)} not learned)`}`,
      raw: [ties, unlearned],
    },
    count(losses),
    unequal === null ? emptyCell(1) : count(unequal),
    difference === null
      ? { text: NO_VALUE, raw: [null, null, null, 0] }
      : estimateCell(
          difference,
          (value) => scoreText(value, 'accuracy'),
          [accuracyGroups],
          ` (${String(accuracyGroups)})`,
        ),
    overPlaces === null
      ? emptyCell(2)
      : {
          text: `[${overPlaces.map((end) => scoreText(end, 'accuracy')).join(', ')}]`,
          raw: [...overPlaces],
        },
    improvement === null ? emptyCell(1) : { text: improvement.toFixed(2), raw: [improvement] },
    { text: `${String(pairs)}${lost}`, raw: [pairs, diverged.subject, diverged.other] },
    ...(['core', 'total'] as const).map((kind): Cell => {
      if (shares === null) return emptyCell(2);
      const raw = [shares.subject[kind], shares.other[kind]];
      return { text: raw.map((share) => fixed(share * 100)).join(' / '), raw };
    }),
  ];
}

function estimateCell(
  estimate: Estimate,
  show: (value: number) => string,
  more: readonly number[],
  remark: string,
): Cell {
  return {
    text: `${estimateText(estimate, show)}${remark}`,
    raw: [estimate.point, ...(intervalOf(estimate) ?? [null, null]), ...more],
  };
}
