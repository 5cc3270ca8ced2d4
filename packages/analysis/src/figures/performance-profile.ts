/** Figure: run-score distributions, or performance profiles (Agarwal et al., 2021, section 4.3). */
import { normalisedScores } from '../summary/normalised-scores.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { missingText, seedCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { percentText } from '../text/score-text.ts';
import { profileLines } from './panels/profile-lines.ts';
import { profilePanel } from './panels/profile-panel.ts';
import { beyondText, divergedText } from './panels/profile-text.ts';
import { counted, headline } from './vocabulary/captions.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/**
 * One panel per sparsity, one line a method: the share of its runs, of all architectures and tasks, whose normalised
 * score (1 is the mean of the reference on the same architecture and task) is above τ. The reference is
 * there in every panel, at its least sparsity. Bands, of the first method and the reference, are pointwise
 * Wilson intervals of the share. Throws AnalysisError if no
 * run has a completed reference beside it.
 */
export const performanceProfile: FigureBuilder = (observations, context) => {
  const { reference, confidence } = context;
  const summaries = summariseScores(observations, context);
  const { runs, leftOut } = normalisedScores(summaries, observations, context);
  const lines = profileLines(runs, summaries, context, 'figure performance-profile');
  const { panels, domain, plotted, ofReference, styles, own } = lines;
  const groups = new Set(plotted.map(({ group }) => group)).size;
  return figurePage({
    title: 'Performance profiles',
    subtitle: [
      headline(
        context,
        [],
        [seedCountText(summaries), `${groups} (architecture, task) groups`, missingText(summaries)],
      ),
      `share of runs above τ; higher is better; normalised: score / mean of ${reference} in its group, for MSE the inverse`,
      `bands, of ${styles[0]!.method} and ${reference}: pointwise ${percentText(confidence)} Wilson intervals of the share; marks: where the share falls below one half`,
      divergedText(plotted),
      counted(`runs left out because ${reference} did not complete in their group`, leftOut),
      beyondText([...plotted, ...ofReference], domain[1], context),
      SPARSITY_MEANING[context.sparsityOf],
    ],
    groups: [panels],
    draw: (panel, place) => profilePanel(panel, { domain, reference, place }),
    legends: (width) => [panelLegend(styles, ofReference.length > 0 ? own : null, width)],
  });
};
