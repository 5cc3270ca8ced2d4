/**
 * How methods look. A method has its look by its name, in every figure of every profile. Shape, dash pattern and colour
 * tell methods apart, so a figure survives grey print and every common kind of colour blindness.
 */
import { LOOKS, looksOf, YARDSTICK } from './method-looks.ts';

/** Look of one method. */
export interface MethodStyle {
  readonly method: string;
  /** Hex colour. */
  readonly color: string;
  /** Colour of letters on it. */
  readonly ink: string;
  /** Vega symbol: a name or an SVG path, about in [-1, 1]². */
  readonly shape: string;
  /** On and off lengths in pixels; empty is solid. */
  readonly dash: readonly number[];
  /** Line width in pixels. */
  readonly width: number;
}

/** Hues of Okabe & Ito (2008) and Tol (2021), from dark to light (CIE L* about 18 to 71), all dark enough on white. */
const COLORS = ['#4b0055', '#a3123a', '#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'];

const SHAPES = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'triangle-down',
  'cross',
  'M0,-1L0.29,-0.4L0.95,-0.31L0.48,0.15L0.59,0.81L0,0.5L-0.59,0.81L-0.48,0.15L-0.95,-0.31L-0.29,-0.4Z',
  'triangle-right',
];

/** Colours from this one on are light: letters on them are black. */
const FIRST_LIGHT = 5;

/** One for each shape. */
const DASHES = [[], [7, 3], [2, 2], [9, 2, 2, 2], [5, 2], [1, 3], [9, 2, 2, 2, 2, 2], [12, 4]];

/** The dense model is the yardstick: black, outside the hues of the others, with a mark and a dash that no other has. */
const DENSE = {
  method: YARDSTICK,
  color: '#000000',
  ink: '#ffffff',
  shape: 'M-1.15,-0.6L1.15,-0.6L1.15,0.6L-1.15,0.6Z', // a bar, with room for a letter
  dash: [3, 1.5],
  width: 1.4,
} as const;

/** What the paper is about, in the gating that comes first: a wider line emphasises it, or else the first method. */
const SUBJECTS = ['ds', 'ds-one-mask'];

/** The names whose look is fixed. */
export const styledMethods: readonly string[] = [DENSE.method, ...Object.keys(LOOKS)];

/**
 * The looks of methods that one figure shows, in the order given. An unknown name has the look that its letters hash to, or
 * the next that is free in the figure: up to 64 methods differ in colour and shape, and in colour and dash.
 */
export function methodStyles(methods: readonly string[]): MethodStyle[] {
  const looks = looksOf(methods);
  const subject = SUBJECTS.find((name) => methods.includes(name));
  const emphasised = subject ?? methods.find((method) => method !== DENSE.method);
  return methods.map((method) => {
    const [color, mark] = looks.get(method) ?? [0, 0];
    if (method === DENSE.method) return DENSE;
    return {
      method,
      color: COLORS[color]!,
      ink: color < FIRST_LIGHT ? '#ffffff' : '#000000',
      shape: SHAPES[mark]!,
      dash: DASHES[mark]!,
      width: method === emphasised ? 2.2 : 1.4,
    };
  });
}

/** The look of one method, and of the levels and bands that stand for it. */
export function methodStyle(method: string): MethodStyle {
  return methodStyles([method])[0]!;
}

/** Looks as for `methods` with the reference among them, which comes first. */
export function stylesWithReference(methods: readonly string[], reference: string): MethodStyle[] {
  const others = methods.filter((method) => method !== reference);
  return methodStyles(methods.includes(reference) ? [reference, ...others] : others);
}
