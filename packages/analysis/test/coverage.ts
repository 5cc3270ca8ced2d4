/**
 * How often the intervals of means hold the true mean, by simulation: what docs/statistics.md shows. Every design is a
 * set of strata (places) with their numbers of values (seeds) and standard deviations, filled with noise of mean 0 and
 * variance 1 times the deviation.
 */
import { createRng, exp, ln, type Rng } from '@dsrnn/portable';
import { crossedMean } from '../src/statistics/crossed-mean.ts';
import { stratifiedMean, type Sample } from '../src/statistics/stratified-mean.ts';

/** Distributions of mean 0 and variance 1: normal, two skewed ones, and one of heavy tails. */
export const noises = {
  normal: (rng) => rng.normal(),
  /** Skewness 2. */
  exponential: (rng) => -ln(1 - rng.uniform()) - 1,
  /** exp of a normal variable of deviation ½: skewness 1.75. */
  lognormal: (rng) => (exp(rng.normal() / 2) - LOGNORMAL_MEAN) / LOGNORMAL_DEVIATION,
  /** Student's t of three degrees of freedom, over its deviation √3. */
  t3: (rng) => {
    const squares = [0, 0, 0].map(() => rng.normal() ** 2).reduce((sum, square) => sum + square, 0);
    return rng.normal() / Math.sqrt(squares);
  },
} as const satisfies Readonly<Record<string, (rng: Rng) => number>>;
export type Noise = keyof typeof noises;
export const noiseNames = Object.keys(noises) as Noise[];

const LOGNORMAL_MEAN = exp(1 / 8);
const LOGNORMAL_DEVIATION = LOGNORMAL_MEAN * Math.sqrt(exp(1 / 4) - 1);
const CONFIDENCE = 0.95;

/** A stratum: how many values it has, and their standard deviation. */
type Stratum = readonly [count: number, deviation: number];

const equal = (strata: number, count: number): Stratum[] =>
  Array.from({ length: strata }, () => [count, 1] as const);
const uneven = (strata: number, count: number): Stratum[] =>
  Array.from({ length: strata }, (_, i) => [count, i % 2 === 0 ? 1 : 4] as const);

/** Designs over seeds, by what the table calls them. */
export const seedDesigns: Readonly<Record<string, readonly Stratum[]>> = {
  ...Object.fromEntries(
    [1, 2, 4, 13].flatMap((strata) =>
      [2, 3, 5, 10].map((count) => [`${String(strata)} × ${String(count)}`, equal(strata, count)] as const),
    ),
  ),
  ...Object.fromEntries(
    [2, 4, 13].flatMap((strata) =>
      [3, 5].map(
        (count) =>
          [`${String(strata)} × ${String(count)}, every second 4 × as noisy`, uneven(strata, count)] as const,
      ),
    ),
  ),
  '3, 3, 5, 5 and 10': [3, 3, 5, 5, 10].map((count) => [count, 1] as const),
  '13 × 3, one 10 × as noisy': [[3, 10], ...equal(12, 3)],
};

/** A set of crossed places: levels of both factors, and standard deviations of their effects and of each place. */
export interface PlaceDesign {
  readonly architectures: number;
  readonly tasks: number;
  readonly effects: { readonly architecture: number; readonly task: number; readonly place: number };
}

const effects = {
  'each place its own': { architecture: 0, task: 0, place: 1 },
  'by task': { architecture: 0, task: 1, place: 0.5 },
  'by architecture and task': { architecture: 1, task: 1, place: 0.5 },
} as const;

/** Designs over places, by what the table calls them. An architecture alone has no effect that could be seen. */
export const placeDesigns: Readonly<Record<string, PlaceDesign>> = Object.fromEntries(
  (
    [
      [1, 3],
      [1, 6],
      [2, 2],
      [4, 3],
      [4, 6],
    ] as const
  ).flatMap(([architectures, tasks]) =>
    Object.entries(effects)
      .filter(([, { architecture }]) => architectures > 1 || architecture === 0)
      .map(
        ([name, effect]) =>
          [
            `${String(architectures)} × ${String(tasks)}, ${name}`,
            { architectures, tasks, effects: effect },
          ] as const,
      ),
  ),
);

/** Share of `repeats` simulated intervals over seeds that hold the true mean, 0. */
export function coverageOverSeeds(design: string, noise: Noise, repeats: number): number {
  const rng = createRng(1).fork(`${design}/${noise}`);
  const strata = seedDesigns[design]!;
  return shareOf(repeats, () => {
    const samples = strata.flatMap(([count, deviation], k): Sample[] =>
      Array.from({ length: count }, (_, i) => ({
        stratum: String(k),
        key: String(i),
        value: deviation * noises[noise](rng),
      })),
    );
    const { low, high } = stratifiedMean(samples, CONFIDENCE);
    return low <= 0 && high >= 0;
  });
}

/** The same over places, of which each has one true difference. */
export function coverageOverPlaces(design: string, noise: Noise, repeats: number): number {
  const rng = createRng(1).fork(`${design}/${noise}`);
  const { architectures, tasks, effects: spread } = placeDesigns[design]!;
  const draw = (deviation: number) => (): number => (deviation === 0 ? 0 : deviation * noises[noise](rng));
  return shareOf(repeats, () => {
    const byTask = Array.from({ length: tasks }, draw(spread.task));
    const places = Array.from({ length: architectures }, draw(spread.architecture)).flatMap((first, a) =>
      byTask.map((second, t) => ({
        first: String(a),
        second: String(t),
        value: first + second + draw(spread.place)(),
      })),
    );
    const { interval } = crossedMean(places, CONFIDENCE);
    return interval !== null && interval[0] <= 0 && interval[1] >= 0;
  });
}

function shareOf(repeats: number, holds: () => boolean): number {
  let held = 0;
  for (let i = 0; i < repeats; i++) if (holds()) held += 1;
  return held / repeats;
}
