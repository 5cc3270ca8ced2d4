/**
 * One panel of scores: a line per method with error bars, the reference as a rule on its band, floors as dotted
 * rules, and hollow marks at the foot where runs diverged.
 *
 * Panels are written out (not facetted) so that each has its own padded domain and its own inlined data.
 */
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { floorLayers, type FloorLetters } from '../vocabulary/floor-marks.ts';
import { horizontalChannel, type HorizontalAxis } from '../vocabulary/horizontal-axis.ts';
import { bandMark, levelMark } from '../vocabulary/marks.ts';
import { methodEncoding } from '../vocabulary/method-encoding.ts';
import { barLayer, lineLayer, pointLayer, type MethodChannels } from '../vocabulary/method-layers.ts';
import { methodStyle, type MethodStyle } from '../vocabulary/method-styles.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import { scoreTitle } from '../vocabulary/score-titles.ts';
import type { Layer, View } from '../vocabulary/view.ts';
import { divergedLayers } from './diverged-notes.ts';
import type { PanelData } from './panel-data.ts';

/** Room at both ends of the horizontal axis, in pixels: for shifted points and for remarks. */
const X_PADDING = 18;

/** The view of one panel. */
export function scorePanel(
  data: PanelData,
  styles: readonly MethodStyle[],
  axis: HorizontalAxis,
  letters: FloorLetters,
  { size: [width, height], titleSize, first, lowest }: PanelPlace,
): View {
  const channels: MethodChannels = {
    x: horizontalChannel(axis, { width, padding: X_PADDING, titled: lowest }),
    y: {
      field: 'score',
      type: 'quantitative',
      scale: { domain: [...data.domain], zero: false, nice: false },
      axis: { title: first ? scoreTitle(data.metric, 'test', height) : null, tickCount: 5 },
    },
    ...methodEncoding(styles),
  };
  return {
    width,
    height,
    data: { values: [...data.points] },
    layer: [
      ...floorLayers(data.floors, letters, channels.y, data.domain, [width, height]),
      ...referenceLayers(data, channels),
      lineLayer(channels),
      barLayer(channels, ['low', 'high']),
      pointLayer(channels, 44),
      ...divergedLayers(data.diverged, axis, channels),
      panelTitleLines(data.title, width, titleSize),
    ],
  };
}

function referenceLayers({ reference }: PanelData, { y }: MethodChannels): Layer[] {
  if (reference === null) return [];
  const data = { values: [reference] };
  const { color } = methodStyle(reference.method);
  return [
    { data, mark: bandMark(color), encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } } },
    { data, mark: levelMark(color), encoding: { y } },
  ];
}
