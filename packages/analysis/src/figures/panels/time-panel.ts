/** One panel of times relative to the reference. */
import { fittingTitle } from '../vocabulary/axis-title.ts';
import { words } from '../vocabulary/channels.ts';
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { horizontalChannel, type HorizontalAxis } from '../vocabulary/horizontal-axis.ts';
import { bandMark, levelMark } from '../vocabulary/marks.ts';
import { methodEncoding } from '../vocabulary/method-encoding.ts';
import { barLayer, lineLayer, pointLayer } from '../vocabulary/method-layers.ts';
import { methodStyle, type MethodStyle } from '../vocabulary/method-styles.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { View } from '../vocabulary/view.ts';
import type { TimeAxis, TimePanelData } from './time-data.ts';
import { promiseLayers } from './time-promise.ts';

const X_PADDING = 16;

/** Those of all panels. */
export interface TimeAxes {
  readonly horizontal: HorizontalAxis;
  readonly vertical: TimeAxis;
}

/** The panel: a rule at 1 on the band of the reference, the promise, and a line a method with bars. */
export function timePanel(
  { title, points, reference, promise }: TimePanelData,
  styles: readonly MethodStyle[],
  { horizontal, vertical }: TimeAxes,
  { size: [width, height], titleSize, first }: PanelPlace,
  referenceMethod: string,
): View {
  const { color: referenceColor } = methodStyle(referenceMethod);
  const x = horizontalChannel(horizontal, { width, padding: X_PADDING, titled: true });
  const y = {
    field: 'time',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [...vertical.domain], nice: false },
    axis: {
      ...{
        title: first ? fittingTitle([vertical.title, 'time / ' + referenceMethod], height) : null,
        values: [...vertical.ticks],
        format: '.3~r',
      },
      labelOverlap: 'greedy' as const,
    },
  };
  const channels = { x, y, ...methodEncoding(styles) };
  return {
    width,
    height,
    data: { values: [...points] },
    layer: [
      ...(reference === null
        ? []
        : [
            {
              data: { values: [reference] },
              mark: bandMark(referenceColor),
              encoding: { y: { ...y, field: 'least' }, y2: { field: 'most' } },
            },
          ]),
      {
        data: { values: [{ time: 1 }] },
        mark: levelMark(referenceColor),
        encoding: { y },
      },
      ...promiseLayers(promise, channels),
      lineLayer(channels),
      barLayer(channels, ['least', 'most']),
      pointLayer(channels, 44),
      ...(points.length > 0 ? [] : [remark('no times', [width, height])]),
      panelTitleLines(title, width, titleSize),
    ],
  };
}

function remark(text: string, [width, height]: readonly [number, number]) {
  return {
    data: { values: [{ text }] },
    mark: { type: 'text', fontSize: 11, color: '#444444' },
    encoding: {
      x: { value: width / 2 },
      y: { value: height / 4 },
      text: words('text'),
    },
  } as const;
}
