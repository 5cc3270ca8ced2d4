/** Which colour, shape and dash a method has by its name. */
import { compareText } from '../../order.ts';

/** Colours, and shapes, of which there are so many each. */
export const LOOK_COUNT = 8;

/** Index of the colour, and that of shape and dash. */
export type Look = readonly [color: number, mark: number];

/**
 * The looks of the methods of configs/methods.yaml and of the experiments, no two alike. Methods that an experiment
 * shows together have different colours and different marks, as far as there are eight.
 */
export const LOOKS: Readonly<Record<string, Look>> = {
  ds: [0, 0],
  'ds-single': [6, 7],
  'ds-state': [5, 3],
  'ds-active-only': [3, 6],
  'ds-channels': [2, 7],
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
  'ds-one-mask': [7, 6],
  'dense-small-one-mask': [1, 5],
  'rigl-total-one-mask': [0, 3],
  'delta-total-one-mask': [5, 0],
  'fixed-mask-one-mask': [5, 7],
  'random-mask-one-mask': [4, 0],
  'untrained-router-one-mask': [6, 4],
  'static-router-mean-one-mask': [1, 3],
  'ds-sequence': [3, 7],
  'ds-first': [2, 3],
  'ds-first-frozen': [4, 5],
  'ds-first-slow': [7, 3],
  'ds-task': [6, 3],
  'ds-task-slow': [3, 1],
  'ds-task-frozen': [5, 4],
  'ds-task-first-part': [0, 2],
  'ds-task-balanced': [7, 5],
  'ds-inputs-open': [1, 6],
  'ds-rows': [1, 2],
  'ds-columns': [2, 6],
  'ds-detached': [2, 4],
  'ds-router-8': [4, 3],
  'ds-router-32': [6, 5],
  'ds-router-fast': [0, 4],
  'ds-gumbel': [2, 0],
  'ds-hard-concrete': [3, 5],
  'ds-balance': [7, 1],
  'ds-ramp': [5, 6],
  'ds-channels-one-mask': [3, 0],
  'ds-slow-one-mask': [4, 7],
  'ds-active-only-one-mask': [5, 2],
  'ds-ema-one-mask': [3, 2],
  'ds-x-one-mask': [1, 4],
  'ds-zero-one-mask': [4, 1],
  'ds-frozen-one-mask': [0, 5],
};

/** The dense model has a look of its own: it is the yardstick. */
export const YARDSTICK = 'dense';

/** The looks of these methods. Does not depend on the order of `methods`: names without a fixed look choose in the order of their letters. */
export function looksOf(methods: readonly string[]): Map<string, Look> {
  const looks = new Map(
    methods.flatMap((method): [string, Look][] => {
      const look = Object.hasOwn(LOOKS, method) ? LOOKS[method] : undefined;
      return look === undefined ? [] : [[method, look]];
    }),
  );
  const taken = new Set([...looks.values()].map(String));
  const others = methods.filter((method) => method !== YARDSTICK && !looks.has(method));
  for (const method of [...new Set(others)].sort(compareText)) {
    const look = freeLook(hashOf(method), taken);
    looks.set(method, look);
    taken.add(String(look));
  }
  return looks;
}

/** The look at a place among the 64, or at the next place that is not taken; the first where all are. */
function freeLook(place: number, taken: ReadonlySet<string>): Look {
  const count = LOOK_COUNT * LOOK_COUNT;
  for (let i = 0; ; i += 1) {
    const at = (place + i) % count;
    const color = at % LOOK_COUNT;
    const look: Look = [color, (color + Math.floor(at / LOOK_COUNT)) % LOOK_COUNT];
    if (i >= count || !taken.has(String(look))) return look;
  }
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
