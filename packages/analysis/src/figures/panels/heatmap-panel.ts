/** One panel of the hidden channels that classes use. */
import type { ClassName } from '../../context.ts';
import type { MaskedPlace } from '../../summary/mask-details.ts';
import { CELLS } from '../vocabulary/channels.ts';
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { sixDigits } from '../vocabulary/numbers.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { View } from '../vocabulary/view.ts';
import { areNumbers, shareLegend } from './mask-grid.ts';

/** Height of the row of a class, in pixels. */
const LARGEST_ROW = 16;
const SMALLEST_ROW = 6;

/** Classes by channels: the mean share of time steps at which a channel is active. */
export function heatmapPanel(
  { title, runs: [run] }: MaskedPlace,
  names: readonly ClassName[],
  { size: [widest, most], titleSize, first }: PanelPlace,
): View {
  const { byClass, classes } = run!.details;
  const order = channelOrder(byClass.h);
  const width = Math.max(0.5, Math.floor((2 * widest) / order.length) / 2) * order.length;
  const row = Math.max(SMALLEST_ROW, Math.min(LARGEST_ROW, most / classes));
  const height = (Math.floor(2 * row) / 2) * classes; // whole pixels of the PNG
  return {
    width,
    height,
    layer: [
      {
        data: {
          values: byClass.h.flatMap((row, label) =>
            order.map((channel, position) => ({
              class: names[label]!.name,
              position: position + 1,
              channel,
              active: sixDigits(row[channel]!),
            })),
          ),
        },
        mark: { type: 'rect', aria: false },
        encoding: {
          x: {
            field: 'position',
            type: 'ordinal',
            scale: CELLS,
            axis: { title: `${order.length} hidden channels`, labels: false, ticks: false },
          },
          y: {
            field: 'class',
            type: 'ordinal',
            sort: null,
            scale: { ...CELLS, domain: names.map(({ name }) => name) },
            axis: {
              title: first && areNumbers(names) ? 'class' : null,
              ...{ labelFontSize: Math.max(6, Math.min(10, row)), labelLimit: 0, labelOverlap: false },
              ticks: false,
            },
          },
          color: {
            field: 'active',
            type: 'quantitative',
            scale: { scheme: 'viridis', domain: [0, 1] },
            legend: { ...shareLegend('share of steps active'), tickCount: 5 },
          },
        },
      },
      panelTitleLines(title, width, titleSize),
    ],
  };
}

/**
 * Channels by the class that uses them most (ties: the lower), then by falling use, then by index. `byClass` is
 * `[classes][channels]`.
 */
export function channelOrder(byClass: readonly (readonly number[])[]): number[] {
  const channels = byClass[0]?.length ?? 0;
  const ranked = Array.from({ length: channels }, (_, channel) => {
    const uses = byClass.map((row) => row[channel]!);
    const most = Math.max(...uses);
    return { channel, most, user: uses.indexOf(most) };
  });
  ranked.sort((a, b) => a.user - b.user || b.most - a.most || a.channel - b.channel);
  return ranked.map(({ channel }) => channel);
}
