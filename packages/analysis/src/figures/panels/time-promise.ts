/** What total MACs promise of times: a dashed line, and its entry in the legend. */
import { pixelRules, pixelWords } from '../vocabulary/marks.ts';
import type { MethodChannels } from '../vocabulary/method-layers.ts';
import type { Layer, View } from '../vocabulary/view.ts';
import type { TimePanelData } from './time-data.ts';

const PROMISE = { color: '#666666', strokeDash: [4, 3], strokeWidth: 1.2 };

/** The line; a stroke at each sparsity is all that shows where there is one only. */
export function promiseLayers(promise: TimePanelData['promise'], { x, y }: MethodChannels): Layer[] {
  if (promise.length === 0) return [];
  const data = { values: [...promise] };
  const encoding = { x, y: { ...y, field: 'promised' } };
  return [
    { data, mark: { type: 'line', ...PROMISE }, encoding },
    { data, mark: { type: 'point', shape: 'stroke', size: 60, opacity: 1, color: PROMISE.color }, encoding },
  ];
}

/** The dashed line and what it says of this method. */
export function promiseLegend(method: string): View {
  const text = `what total MACs of ${method} promise: (core + router) / dense core`;
  return {
    width: 480,
    height: 20,
    view: { stroke: null },
    layer: [
      pixelRules([{ x: 0, x2: 40, y: 10 }], { type: 'rule', ...PROMISE }),
      pixelWords([{ text, x: 47, y: 10 }], 'text'),
    ],
  };
}
