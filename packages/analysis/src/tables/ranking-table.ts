/** One emphasised method against every other, over all architectures and tasks. */
import { AnalysisError } from '../errors.ts';
import {
  compareWithSubject,
  subjectOf,
  type Side,
  type SubjectComparison,
} from '../summary/compare-with-subject.ts';
import { EQUAL_WORK_RATIO } from '../summary/equal-work.ts';
import { pairsOfSubject } from '../summary/method-pairs.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { fixed } from '../text/formatted.ts';
import { percentText, scoreText } from '../text/score-text.ts';
import { missingNote, seedCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { estimateText } from '../text/estimate-text.ts';
import { estimateFields, estimateRaw, numberCell } from './cells.ts';
import { column, tableOf, type TableBuilder } from './declared-table.ts';
import { LEARNED_MEANING, learningNotes } from './learning-notes.ts';
import { sparsityColumn } from './place-columns.ts';
import { emptyCell, NO_VALUE, type Cell } from './table.ts';

/**
 * One row per sparsity of the subject and other method. The subject is the first sparse method in the order of the
 * context that is not the reference. The reference is compared at its least sparsity, a method that is run at 0 only
 * at 0, every other at the sparsity of the subject. Throws AnalysisError if no method is sparse.
 */
export const buildRankingTable: TableBuilder = (observations, context) => {
  const summaries = summariseScores(observations, context);
  const subject = subjectOf(observations, context);
  if (subject === null) {
    throw new AnalysisError(
      `table ranking: ${context.experiment} has no method at a sparsity above 0 besides its reference ${context.reference}; list one, or leave the table out`,
    );
  }
  const level = percentText(context.confidence);
  const rows = pairsOfSubject(subject, observations, context).map(([ours, theirs]): Ranked => ({
    ...{ ours, theirs },
    ...compareWithSubject(ours, theirs, observations, context),
  }));
  const score = (value: number): string => scoreText(value, 'accuracy');
  return tableOf<Ranked>({
    id: 'ranking',
    caption: `${context.experiment}, profile ${context.profile}: ${subject} against every other method over all (architecture, task) groups, ${seedCountText(summaries)} a group. Wins and losses: groups in which the ${level} interval over seeds of the mean of the paired differences ${subject} − other (pairs share architecture, task and seed; MSE with the sign turned) lies above or below 0; ties are the groups that this does not decide, all with fewer than three pairs included. Not learned: groups in which neither side ${LEARNED_MEANING}; they are no ties, and are left out of all other columns. Unequal work: groups of two methods of one sparsity whose measured MACs, those on which they are matched, differ by more than ${percentText(EQUAL_WORK_RATIO - 1)}, left out of all other columns likewise. Difference: mean [${level} interval over seeds within groups] over the groups scored by accuracy, each weighing the same, in points, above 0 is better for ${subject} (number of such groups); other metrics have no common unit and are left out of it. Over places: its ${level} interval for other architectures and tasks. P(${subject} > other): probability that a run of ${subject} beats a run of the other, mean over groups (Agarwal et al., 2021), ½ is no difference. A run that diverged scores accuracy 0, AUC ½ and ranks last; of MSE its pair is left out of the differences and its side cannot win. MACs in percent of the dense core, mean over the runs, ${subject} / other. ${SPARSITY_MEANING[context.sparsityOf]}. The test set was touched once per run.`,
    columns: [
      sparsityColumn(({ ours }: Ranked) => ours.sparsity),
      { ...column('Other', null, ['other', 'other_sparsity'], otherCell), align: 'left' },
      column('Wins', null, ['wins'], ({ wins }) => numberCell(wins)),
      column('Ties', null, ['ties', 'not_learned'], ({ ties, unlearned }) => ({
        text: `${ties}${unlearned === 0 ? '' : ` (${unlearned} not learned)`}`,
        raw: [ties, unlearned],
      })),
      column('Losses', null, ['losses'], ({ losses }) => numberCell(losses)),
      column('Unequal work', null, ['unequal_work'], ({ unequal }) => numberCell(unequal)),
      column(
        'Difference',
        'points',
        [...estimateFields('difference'), 'difference_groups'],
        ({ difference, accuracyGroups }) =>
          difference === null
            ? { text: NO_VALUE, raw: [null, null, null, 0] }
            : {
                text: `${estimateText(difference, score)} (${accuracyGroups})`,
                raw: [...estimateRaw(difference), accuracyGroups],
              },
      ),
      column('Over places', 'points', ['places_low', 'places_high'], ({ overPlaces }) =>
        overPlaces === null
          ? emptyCell(2)
          : { text: `[${overPlaces.map(score).join(', ')}]`, raw: overPlaces },
      ),
      column(`P(${subject} > other)`, null, ['probability_of_improvement'], ({ improvement }) =>
        numberCell(improvement, (p) => p.toFixed(2)),
      ),
      column('Pairs', null, ['pairs', 'diverged_subject', 'diverged_other'], pairsCell),
      column('Core MACs', '%', ['core_mac_share', 'other_core_mac_share'], sharesCell('core')),
      column('Total MACs', '%', ['total_mac_share', 'other_total_mac_share'], sharesCell('total')),
    ],
    items: rows,
    notes: [
      missingNote(summaries),
      `Not corrected for the number of comparisons: of groups without any difference about ${percentText(1 - context.confidence)} are a win or a loss by chance.`,
      ...rows.map(({ ours: { sparsity }, unequalNames }) =>
        unequalNames.length === 0
          ? null
          : `Unequal work at ${percentText(sparsity)}: ${unequalNames.join('; ')}.`,
      ),
      `div.: runs of these pairs that diverged, ${subject} / other.`,
      ...learningNotes(summaries.filter(({ learning }) => learning === 'unknown')),
    ],
  });
};

/** The subject beside another method. */
interface Ranked extends SubjectComparison {
  readonly ours: Side;
  readonly theirs: Side;
}

function otherCell({ ours, theirs: { method, sparsity } }: Ranked): Cell {
  const text = sparsity === ours.sparsity ? method : `${method} at ${percentText(sparsity)}`;
  return { text, raw: [method, sparsity] };
}

function pairsCell({ pairs, diverged: { subject, other } }: Ranked): Cell {
  const lost = subject + other === 0 ? '' : ` (${subject} / ${other} div.)`;
  return { text: `${pairs}${lost}`, raw: [pairs, subject, other] };
}

function sharesCell(kind: 'core' | 'total'): (row: Ranked) => Cell {
  return ({ shares }) => {
    if (shares === null) return emptyCell(2);
    const raw = [shares.subject[kind], shares.other[kind]];
    return { text: raw.map((share) => fixed(share * 100)).join(' / '), raw };
  };
}
