/** Remarks at the foot of a panel of scores that runs diverged there. */
import type { ScoreSummary } from '../../summary/summarise-scores.ts';
import { words } from '../vocabulary/channels.ts';
import type { HorizontalAxis } from '../vocabulary/horizontal-axis.ts';
import type { MethodChannels } from '../vocabulary/method-layers.ts';
import { sixDigits } from '../vocabulary/numbers.ts';
import type { Layer } from '../vocabulary/view.ts';

/** One remark. */
export interface DivergedNote {
  readonly method: string;
  readonly x: number;
  /** Height of the remark in units of the vertical axis. */
  readonly at: number;
  readonly text: string;
}

/** A summary and where it stands. */
export interface Placed {
  readonly summary: ScoreSummary;
  readonly x: number;
}

/** Share of the vertical extent that one line of remarks takes. */
const NOTE_HEIGHT = 0.08;

/** Share of the vertical extent that remarks on `lost` take: a line for each method that diverged at one sparsity. */
export function notesHeight(lost: readonly Placed[]): number {
  const sparsities = lost.map(({ summary }) => summary.sparsity);
  const lines = Math.max(0, ...sparsities.map((one) => sparsities.filter((other) => other === one).length));
  return NOTE_HEIGHT * lines;
}

/** The remarks on `lost`, those at one sparsity above each other, on an axis with these ends. */
export function divergedNotes(
  lost: readonly Placed[],
  [low, high]: readonly [number, number],
): DivergedNote[] {
  return lost.map(({ summary: { method, sparsity, diverged, completed }, x }, i) => {
    const line = lost.slice(0, i).filter(({ summary }) => summary.sparsity === sparsity).length;
    return {
      method,
      x,
      at: sixDigits(low + (high - low) * NOTE_HEIGHT * (line + 0.6)),
      text: `${diverged} of ${diverged + completed} div.`,
    };
  });
}

/** A hollow mark of the method with `2 of 5 div.` beside it, on the side that has room. */
export function divergedLayers(
  notes: readonly DivergedNote[],
  { domain: [low, high], reverse }: HorizontalAxis,
  { x, y, color, shape }: MethodChannels,
): Layer[] {
  if (notes.length === 0) return [];
  const onRight = (note: DivergedNote): boolean => note.x * note.x > low * high !== reverse; // log scale
  const at = { x, y: { ...y, field: 'at' } };
  const labels = (values: readonly DivergedNote[], align: 'left' | 'right', dx: number): Layer[] =>
    values.length === 0
      ? []
      : [
          {
            data: { values: [...values] },
            mark: { type: 'text', fontSize: 9, baseline: 'middle', align, dx, color: '#333333' },
            encoding: { ...at, text: words('text') },
          },
        ];
  return [
    {
      data: { values: [...notes] },
      mark: { type: 'point', filled: false, size: 40, strokeWidth: 1.3, opacity: 1 },
      encoding: { ...at, color, shape },
    },
    ...labels(notes.filter(onRight), 'right', -8),
    ...labels(
      notes.filter((note) => !onRight(note)),
      'left',
      8,
    ),
  ];
}
