/** Figure: time of a training step and of a streaming step against sparsity, beside what MACs promise. */
import { count } from '@dsrnn/portable';
import { subjectOf } from '../summary/compare-with-subject.ts';
import { labelsOf } from '../summary/labels-of.ts';
import { summariseTimes } from '../summary/summarise-times.ts';
import { missingText, seedCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { machineText, stepText } from '../text/time-text.ts';
import { timeAxis } from './panels/time-data.ts';
import { timePanel } from './panels/time-panel.ts';
import { promiseLegend } from './panels/time-promise.ts';
import { timeRows } from './panels/time-rows.ts';
import { absentTimes } from './vocabulary/absent-times.ts';
import { headline, sole } from './vocabulary/captions.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { methodStyle, methodStyles } from './vocabulary/method-styles.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import { sparsityAxis } from './vocabulary/sparsity-axis.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/**
 * For each architecture (and task) a panel of training steps above one of streaming steps, all on one vertical axis.
 * Times are divided by the median of the reference there. Throws AnalysisError as `summariseTimes` does, or if the
 * reference was not timed beside any other method.
 */
export const timeVersusSparsity: FigureBuilder = (observations, context) => {
  const what = 'figure time-versus-sparsity';
  const { reference, sparsityOf } = context;
  const { record, places } = summariseTimes(observations, context, what);
  const summaries = places.map(({ place }) => place);
  const plotted = summaries.filter(({ method }) => method !== reference);
  const methods = labelsOf('method', plotted, context);
  const styles = methodStyles(methods);
  const subject = subjectOf(observations, context);
  const { rows, columns } = timeRows(places, { methods, subject, reference }, context, what);
  const axes = { horizontal: sparsityAxis(plotted, sparsityOf), vertical: timeAxis(rows.flat(), reference) };
  const promised = rows.flat().some(({ promise }) => promise.length > 0) ? [promiseLegend(subject!)] : [];
  const rounds = `n = ${count(record.rounds, 'round')} of measuring, batch size ${record.batchSize}`;
  return figurePage({
    title: 'Time against sparsity',
    subtitle: [
      headline(context, sole(summaries.map((place) => place.architecture)), [rounds, missingText(summaries)]),
      `measured on ${machineText(record)}`,
      `time / median time of ${reference}, lower is faster; mark: median, bar and band: least and most over rounds; methods are shifted sideways`,
      ...[stepText('train'), stepText('stream')],
      `total MACs: recurrent core + router, per time step, head excluded, mean over seeds, ${seedCountText(summaries)}`,
      ...absentTimes(places, 'stream'),
      'times are those of fresh models: diverged runs do not change them',
      SPARSITY_MEANING[sparsityOf],
    ],
    groups: rows,
    needs: { columns },
    draw: (panel, place) => timePanel(panel, styles, axes, place, reference),
    legends: (width) => [...promised, panelLegend(styles, methodStyle(reference), width)],
  });
};
