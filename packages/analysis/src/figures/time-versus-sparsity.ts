/** Figure: time of a training step and of a streaming step against sparsity, beside what MACs promise. */
import { stepTimes, type Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { orderLabels } from '../order.ts';
import { subjectOf } from '../summary/compare-with-subject.ts';
import { type StepKind, summariseTimes, type TimedPlace } from '../summary/summarise-times.ts';
import { missingText, seedCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { lowerFirst } from '../text/measure-text.ts';
import { count, machineText, stepText } from '../text/time-text.ts';
import { logTicks } from './vocabulary/log-ticks.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { methodStyle, methodStyles } from './vocabulary/method-styles.ts';
import { sixDigits } from './panels/panel-data.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import { sparsityAxis, sparsityPosition } from './vocabulary/sparsity-axis.ts';
import { promiseLegend, type TimePanelData, timePanel } from './panels/time-panel.ts';
import { absentTimes } from './vocabulary/absent-times.ts';

const MOST_COLUMNS = 3;
/** Factor by which the vertical axis goes beyond the times. */
const ROOM = 1.15;
const STEPS = ['train', 'stream'] as const;

/**
 * For each architecture (and task) a panel of training steps above one of streaming steps, all on one vertical axis.
 * Times are divided by the median of the reference there. Throws AnalysisError as `summariseTimes` does, or if the
 * reference was not timed beside any other method.
 */
export function timeVersusSparsity(
  observations: readonly Observation[],
  context: AnalysisContext,
): TopLevelSpec {
  const { record, places } = summariseTimes(observations, context, 'figure time-versus-sparsity');
  const { reference } = context;
  const plotted = places.filter(({ place }) => place.method !== reference);
  const methods = orderLabels(
    context.methods,
    plotted.map(({ place }) => place.method),
  );
  const subject = subjectOf(observations, context);
  const tasks = new Set(places.map(({ place }) => place.task));
  const groups = [
    ...new Map(
      places.map(({ place: { architecture, task } }) => [
        JSON.stringify([architecture, task]),
        places.filter(({ place }) => place.architecture === architecture && place.task === task),
      ]),
    ).values(),
  ];
  const perRow = Math.ceil(groups.length / Math.ceil(groups.length / MOST_COLUMNS));
  const data = chunks(groups, perRow).map((row) =>
    STEPS.map((kind) =>
      row.map((group) => {
        const { architecture, task } = group[0]!.place;
        const title = [architecture, ...(tasks.size > 1 ? [task] : [])].join(', ');
        return panelOf(group, kind, [`${title}: ${lowerFirst(stepTimes[kind].title)}`], {
          methods,
          subject,
          reference,
        });
      }),
    ),
  );
  const panels = data.flat(2);
  const rows = groups.length === 1 ? [panels] : data.flat(); // a single pair stands side by side
  const columns = groups.length === 1 ? panels.length : perRow;
  if (panels.every(({ points }) => points.length === 0)) {
    throw new AnalysisError(
      `figure time-versus-sparsity: no time of ${reference} was measured beside one of another method; measure them together, with \`dsrnn time ${context.experiment} --profile ${context.profile}\``,
    );
  }
  const horizontal = sparsityAxis(
    plotted.map(({ place }) => place),
    context.sparsityOf,
  );
  const vertical = verticalAxis(panels, reference);
  const styles = methodStyles(methods);
  const architectures = [...new Set(places.map(({ place }) => place.architecture))];
  const missing = missingText(places.map(({ place }) => place));
  return figurePage({
    title: 'Time against sparsity',
    subtitle: [
      [
        context.experiment,
        ...(architectures.length === 1 ? architectures : []),
        `profile ${context.profile}`,
        `n = ${count(record.rounds, 'round')} of measuring`,
        `batch size ${String(record.batchSize)}`,
        ...(missing === null ? [] : [missing]),
      ].join(', '),
      `measured on ${machineText(record)}`,
      `time / median time of ${reference}, lower is faster; mark: median, bar and band: least and most over rounds; methods are shifted sideways`,
      stepText('train'),
      stepText('stream'),
      `total MACs: recurrent core + router, per time step, head excluded, mean over seeds, ${seedCountText(places.map(({ place }) => place))}`,
      ...absentTimes(places, 'stream'),
      'times are those of fresh models: diverged runs do not change them',
      SPARSITY_MEANING[context.sparsityOf],
    ],
    groups: rows,
    needs: { columns },
    draw: (panel, place) => timePanel(panel, styles, horizontal, vertical, place, reference),
    legends: (width) => [
      ...(panels.some(({ promise }) => promise.length > 0)
        ? [promiseLegend(`what total MACs of ${subject!} promise: (core + router) / dense core`)]
        : []),
      panelLegend(styles, methodStyle(reference), width),
    ],
  });
}

function panelOf(
  group: readonly TimedPlace[],
  kind: StepKind,
  title: readonly string[],
  {
    methods,
    subject,
    reference,
  }: { readonly methods: readonly string[]; readonly subject: string | null; readonly reference: string },
): TimePanelData {
  const at = ({ place: { method, sparsity } }: TimedPlace): number =>
    sixDigits(sparsityPosition(sparsity, methods.indexOf(method), methods.length));
  const inOrder = [...methods]
    .reverse()
    .flatMap((method) => group.filter(({ place }) => place.method === method));
  return {
    title,
    points: inOrder.flatMap((timed) => {
      const share = timed[kind]?.share ?? null;
      if (share === null) return [];
      const { method, sparsity } = timed.place;
      const [time, least, most] = [share.median, share.least, share.most].map(sixDigits);
      return [{ method, sparsity, x: at(timed), time: time!, least: least!, most: most! }];
    }),
    reference: sixDigitTime(group.find(({ place }) => place.method === reference)?.[kind]?.share),
    promise: group
      .filter(({ place }) => place.method === subject)
      .flatMap((timed) => {
        const total = timed.place.shares?.total ?? 0;
        return total > 0 ? [{ x: at(timed), promised: sixDigits(total) }] : [];
      }),
  };
}

function sixDigitTime(share: TimePanelData['reference'] | undefined): TimePanelData['reference'] {
  if (!share) return null;
  return { median: 1, least: sixDigits(share.least), most: sixDigits(share.most) };
}

function verticalAxis(panels: readonly TimePanelData[], reference: string) {
  const values = panels.flatMap(({ points, reference: band, promise }) => [
    ...[...points, ...(band === null ? [] : [band])].flatMap(({ least, most }) => [least, most]),
    ...promise.map(({ promised }) => promised),
  ]);
  const domain = [sixDigits(Math.min(...values) / ROOM), sixDigits(Math.max(1, ...values) * ROOM)] as const;
  return { title: `time / ${reference} (log scale)`, domain, ticks: logTicks(...domain) };
}

function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values.slice(i * size, (i + 1) * size),
  );
}
