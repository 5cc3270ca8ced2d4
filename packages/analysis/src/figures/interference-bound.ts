/** Figure: how alike the gradients of two examples are, against the bound that their supports put on it. */
import { orderLabels } from '../order.ts';
import { GROUP_ORDER, requireInterference } from '../summary/interference-measures.ts';
import { interferencePairs } from '../summary/interference-pairs.ts';
import { labelsOf } from '../summary/labels-of.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { missingText, SPARSITY_MEANING } from '../text/caption.ts';
import { countAbove, MOST_POINTS, pairPanel } from './panels/pair-panel.ts';
import { headline } from './vocabulary/captions.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { methodStyles } from './vocabulary/method-styles.ts';
import { brokenTitle } from './vocabulary/panel-title-lines.ts';
import { methodAt } from './vocabulary/sparsity-facets.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/**
 * Panels by weight matrix, within it by method at its largest sparsity: |cos| of pairs of examples of
 * different classes against ρ_a ρ_b of theorem T1, with the line that no pair may be above. Pairs are those of the
 * first seed, of all architectures and tasks; how many there are and how many lie above is said in the panel.
 * Throws AnalysisError if no run was probed, or a record is malformed.
 */
export const interferenceBound: FigureBuilder = (observations, context) => {
  const summaries = summariseScores(observations, context);
  const samples = interferencePairs(observations).filter(({ pairs }) => pairs.length > 0);
  requireInterference('figure interference-bound', observations, context, () => samples.length > 0);
  const styles = methodStyles(labelsOf('method', summaries, context));
  const matrices = orderLabels(
    GROUP_ORDER,
    samples.map(({ group }) => group),
  );
  const groups = matrices.map((matrix) =>
    styles.flatMap(({ method, color }) =>
      samples
        .filter((sample) => sample.method === method && sample.group === matrix)
        .map(({ sparsity, pairs }) => ({
          title: [...brokenTitle(methodAt(method, sparsity)), matrix],
          pairs,
          color,
        })),
    ),
  );
  const all = samples.flatMap(({ pairs }) => pairs);
  const count = String(all.length);
  const what = `${count} pairs of test examples of different classes`;
  return figurePage({
    title: 'Gradient interference and its bound',
    subtitle: [
      headline(context, [], ['n = 1 seed (the first)', what, missingText(summaries)]),
      'ρ_a ρ_b: product of the shares of the two gradients that lie on entries nonzero in both; |cos| low is little interference',
      `theorem T1: no pair lies above the line; above it: ${countAbove(all)} of ${count}`,
      `in a panel: its pairs, at most ${MOST_POINTS} of them drawn besides those above the line, and how many these are`,
      'above a panel: the method at its largest sparsity, then the weight matrix; all architectures and tasks that have it; diverged runs have no pairs',
      SPARSITY_MEANING[context.sparsityOf],
    ],
    groups,
    needs: { tallest: 1, flattest: 1, widest: 300, left: 34, below: 24 },
    draw: pairPanel,
  });
};
