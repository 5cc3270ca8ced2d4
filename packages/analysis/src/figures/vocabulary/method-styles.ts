/**
 * How methods look. A method has its look by its name, in every figure of every profile. Shape, dash pattern and colour
 * tell methods apart, so a figure survives grey print and every common kind of colour blindness.
 */
import { compareText } from '../../order.ts';

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

/** Index of the colour, and that of shape and dash. */
type Look = readonly [color: number, mark: number];

/**
 * The looks of the methods of configs/methods.yaml and of the experiments, no two alike. Methods that an experiment
 * shows together have different colours and different marks, as far as there are eight.
 */
const LOOKS: Readonly<Record<string, Look>> = {
  ds: [0, 0],
  'dense-small': [1, 1],
  'dense-small-core': [1, 7],
  rigl: [2, 2],
  'rigl-total': [2, 5],
  delta: [3, 3],
  'delta-total': [3, 4],
  'fixed-mask': [4, 4],
  'random-mask': [5, 5],
  'untrained-router': [6, 6],
  'static-router-mean': [7, 7],
  'ds-channels': [7, 3],
  'ds-slow': [4, 7],
  'ds-active-only': [5, 2],
  'ds-ema': [7, 2],
  'ds-sequence': [3, 7],
  'ds-first': [2, 3],
  'ds-first-frozen': [6, 1],
  'ds-first-slow': [4, 5],
  'ds-task': [5, 3],
  'ds-task-slow': [7, 4],
  'ds-task-frozen': [3, 6],
  'ds-task-first-part': [4, 2],
  'ds-x': [1, 4],
  'ds-zero': [4, 1],
  'ds-frozen': [7, 5],
  'ds-inputs-open': [5, 4],
  'ds-rows': [1, 2],
  'ds-columns': [2, 6],
  'ds-detached': [6, 0],
  'ds-router-8': [4, 3],
  'ds-router-32': [6, 5],
  'ds-router-fast': [0, 4],
  'ds-gumbel': [2, 0],
  'ds-hard-concrete': [3, 5],
  'ds-balance': [7, 1],
  'ds-ramp': [5, 6],
};

/** The dense model is the yardstick: black, outside the hues of the others, with a mark and a dash that no other has. */
const DENSE = {
  method: 'dense',
  color: '#000000',
  ink: '#ffffff',
  shape: 'M-1.15,-0.6L1.15,-0.6L1.15,0.6L-1.15,0.6Z', // a bar, with room for a letter
  dash: [3, 1.5],
  width: 1.4,
} as const;

/** What the paper is about: a wider line emphasises it, or else the first method. */
const SUBJECT = 'ds';

/** The names whose look is fixed. */
export const styledMethods: readonly string[] = [DENSE.method, ...Object.keys(LOOKS)];

/**
 * The looks of methods that one figure shows, in the order given. An unknown name has the look that its letters hash to, or
 * the next that is free in the figure: up to 64 methods differ in colour and shape, and in colour and dash.
 */
export function methodStyles(methods: readonly string[]): MethodStyle[] {
  const looks = looksOf(methods);
  const emphasised = methods.includes(SUBJECT) ? SUBJECT : methods.find((method) => method !== DENSE.method);
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

/** Does not depend on the order of `methods`: names without a fixed look choose in the order of their letters. */
function looksOf(methods: readonly string[]): Map<string, Look> {
  const looks = new Map(
    methods.flatMap((method): [string, Look][] => {
      const look = Object.hasOwn(LOOKS, method) ? LOOKS[method] : undefined;
      return look === undefined ? [] : [[method, look]];
    }),
  );
  const taken = new Set([...looks.values()].map(String));
  const others = methods.filter((method) => method !== DENSE.method && !looks.has(method));
  for (const method of [...new Set(others)].sort(compareText)) {
    const look = freeLook(hashOf(method), taken);
    looks.set(method, look);
    taken.add(String(look));
  }
  return looks;
}

/** The look at a place among the 64, or at the next place that is not taken; the first where all are. */
function freeLook(place: number, taken: ReadonlySet<string>): Look {
  const count = COLORS.length * SHAPES.length;
  for (let i = 0; ; i += 1) {
    const at = (place + i) % count;
    const color = at % COLORS.length;
    const look: Look = [color, (color + Math.floor(at / COLORS.length)) % SHAPES.length];
    if (i >= count || !taken.has(String(look))) return look;
  }
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
