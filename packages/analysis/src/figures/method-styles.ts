/**
 * How methods look. Shape, dash pattern and colour each tell them apart alone, so a figure survives
 * grey print and every common kind of colour blindness.
 */

/** Look of one method. */
export interface MethodStyle {
  readonly method: string;
  /** Hex colour. */
  readonly color: string;
  /** Vega symbol: a name or an SVG path in [-1, 1]². */
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

const DASHES = [[], [7, 3], [2, 2], [9, 2, 2, 2], [5, 2], [1, 3], [9, 2, 2, 2, 2, 2], [12, 4]];

/** Colour of the reference, its band and its rule. */
export const REFERENCE_COLOR = '#000000';

/** Methods that look alike in every figure, in the order of the styles. */
const FAMILIES = [
  'ds',
  'dense-small',
  'rigl',
  'delta',
  'fixed-mask',
  'random-mask',
  'untrained-router',
  'static-router-mean',
];

/**
 * A method of a family has the style of the family in every figure: that of its name, or, where that is not among
 * `methods`, the first whose name begins with it (`rigl-total`). The others get what is left, by position; after eight
 * styles the colours come again with other shapes and dashes, so that up to 64 methods differ. A wider line emphasises
 * what the paper is about, the first family; without it the first method.
 */
export function methodStyles(methods: readonly string[]): MethodStyle[] {
  const members = FAMILIES.map((family) =>
    methods.includes(family) ? family : methods.find((method) => method.startsWith(`${family}-`)),
  );
  const taken = new Set(members.flatMap((member, slot) => (member === undefined ? [] : [slot])));
  let free = 0;
  const nextFree = (): number => {
    while (taken.has(free)) free += 1;
    return free++;
  };
  const emphasised = members[0] ?? methods[0];
  return methods.map((method) => {
    const own = members.indexOf(method);
    const slot = own < 0 ? nextFree() : own;
    return {
      method,
      color: COLORS[slot % COLORS.length]!,
      shape: SHAPES[(slot + Math.floor(slot / COLORS.length)) % SHAPES.length]!,
      dash: DASHES[(slot + Math.floor(slot / COLORS.length)) % DASHES.length]!,
      width: method === emphasised ? 2.2 : 1.4,
    };
  });
}

/** Styles where the reference is a line like the others: it comes first, black and solid; the others are as without it. */
export function stylesWithReference(methods: readonly string[], reference: string): MethodStyle[] {
  const own: MethodStyle = {
    method: reference,
    color: REFERENCE_COLOR,
    shape: 'circle',
    dash: [],
    width: 1.4,
  };
  const others = methodStyles(methods.filter((method) => method !== reference));
  return methods.includes(reference) ? [own, ...others] : others;
}
