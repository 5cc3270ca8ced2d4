/** Marks that mean the same in every figure. */
import { pixels, words } from './channels.ts';
import type { Encoding, Layer, Mark } from './view.ts';

/** A filled point, `size` pixels large, with a white rim that parts it from others. */
export function pointMark(size: number, strokeWidth = 0.6) {
  return { type: 'point', filled: true, size, opacity: 1, stroke: 'white', strokeWidth } as const;
}

/** The end of an interval to the other, drawn as a bar. */
export const BAR = { type: 'rule', strokeWidth: 1.2 } as const;

/** The interval of a level, of the colour of its method. */
export function bandMark(color: string) {
  return { type: 'rect', color, opacity: 0.14 } as const;
}

/** A level, of the colour of its method. */
export function levelMark(color: string) {
  return { type: 'rule', color, strokeWidth: 1.2 } as const;
}

/** What is no method: floors, and the level of the reference where all is divided by it. */
export function dottedRule() {
  return { type: 'rule' as const, color: '#666666', strokeWidth: 1, strokeDash: [1, 2] };
}

/** Words on the line of what they name, right of it. */
export const NAME = { type: 'text', align: 'left', baseline: 'middle', fontSize: 11 } as const;

/** Rules from `x` to `x2` at `y`, all in pixels. */
export function pixelRules(values: readonly object[], mark: Mark): Layer {
  return {
    data: { values: [...values] },
    mark,
    encoding: { x: pixels('x'), x2: { field: 'x2' }, y: pixels('y') },
  };
}

/** The words of `field` beside the place of each value, in pixels. */
export function pixelWords(values: readonly object[], field: string, mark: Mark = NAME, x = 'x'): Layer {
  return {
    data: { values: [...values] },
    mark,
    encoding: { x: pixels(x), y: pixels('y'), text: words(field) },
  };
}

/** The line at 0 that differences stand beside, on this horizontal axis. */
export function zeroRule(x: object): Layer {
  return {
    data: { values: [{ zero: 0 }] },
    mark: { type: 'rule', color: '#000000', strokeWidth: 1 },
    encoding: { x: { ...x, field: 'zero' } as NonNullable<Encoding['x']> },
  };
}
