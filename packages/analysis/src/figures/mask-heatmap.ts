/** Figure: which hidden channels each class uses. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { maskedPlaces, type MaskedPlace } from '../summary/mask-details.ts';
import type { ClassName } from '../context.ts';
import type { PanelPlace } from './vocabulary/figure-page.ts';
import { areNumbers, firstSeedText, maskFigure } from './panels/mask-grid.ts';
import { sixDigits } from './panels/panel-data.ts';
import { panelTitleLines } from './vocabulary/panel-title-lines.ts';
import type { View } from './panels/score-panels.ts';

/** Height of the row of a class, in pixels. */
const LARGEST_ROW = 16;
const SMALLEST_ROW = 6;
const LEGEND_HEIGHT = 50;

/**
 * One panel per (architecture, task, method, sparsity), of its run with the least seed: rows are classes, columns are hidden channels,
 * the colour is the mean share of time steps at which the channel is active. Viridis: even in perception, and in grey
 * dark means rarely active. Throws AnalysisError if no run was probed.
 */
export function maskHeatmap(observations: readonly Observation[], context: AnalysisContext): TopLevelSpec {
  const title = 'Hidden channels that each class uses';
  const places = maskedPlaces(observations, context, 'figure mask-heatmap');
  return maskFigure(places, context, {
    title,
    meaning: [
      `share of the time steps of test examples at which a channel is active, mean over the class; ${firstSeedText(places)}`,
      'channels stand under the class that uses them most, then from most to least used by it',
    ],
    needs: { left: 40, below: 20, besides: 110 + LEGEND_HEIGHT, tallest: 1.4, widest: 380 },
    panel: heatmapPanel,
  });
}

function heatmapPanel(
  { title, runs: [run] }: MaskedPlace,
  names: readonly ClassName[],
  { size: [widest, most], titleSize, first }: PanelPlace,
): View {
  const { byClass, classes } = run!.details;
  const order = channelOrder(byClass.h);
  const width = Math.max(0.5, Math.floor((2 * widest) / order.length) / 2) * order.length;
  const row = Math.max(SMALLEST_ROW, Math.min(LARGEST_ROW, most / classes));
  const height = (Math.floor(2 * row) / 2) * classes; // whole pixels of the PNG
  const band = { type: 'band', paddingInner: 0, paddingOuter: 0 } as const;
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
            scale: band,
            axis: { title: `${String(order.length)} hidden channels`, labels: false, ticks: false },
          },
          y: {
            field: 'class',
            type: 'ordinal',
            sort: null,
            scale: { ...band, domain: names.map(({ name }) => name) },
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
            legend: {
              ...{ title: 'share of steps active', orient: 'top', direction: 'horizontal' },
              ...{ gradientLength: 200, titleFontWeight: 'normal', format: '.1f', tickCount: 5 },
            },
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
