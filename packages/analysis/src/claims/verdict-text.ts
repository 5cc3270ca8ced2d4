/** The numbers of a verdict in words. Of measures of which less is better they stand in their own sign. */
import type { Claim, PlacesVerdict } from '@dsrnn/records';
import { higherIsBetter, type Scale } from '../statistics/scale.ts';
import { differenceText, percentText, sentenceText } from '../text/score-text.ts';
import { sideText } from './side-text.ts';

/** E.g. `ds at 90 % is 3.1 points below dense`; `equals` where nothing lies between. `difference` as claims turn it. */
export function apartText(
  { treatment, reference }: Pick<Claim, 'treatment' | 'reference'>,
  difference: number,
  scale: Scale,
): string {
  const [ours, theirs] = [sideText(treatment), sideText(reference, scale)];
  const distance = sentenceText(Math.abs(difference), scale);
  if (distance === '0') return `${ours} equals ${theirs}`;
  const side =
    scale === 'mse'
      ? difference < 0
        ? 'worse than'
        : 'better than'
      : difference < 0 === higherIsBetter(scale)
        ? 'below'
        : 'above';
  return `${ours} is ${differenceText(Math.abs(difference), scale)} ${side} ${theirs}`;
}

/** E.g. `95 % interval [−3.8, −2.3]`. */
export function intervalText(
  { confidence }: Pick<Claim, 'confidence'>,
  interval: readonly [number, number],
  scale: Scale,
): string {
  return `${percentText(confidence)} interval [${rangeText(interval, scale, ', ')}]`;
}

/** E.g. `over 13 places [−3.1, 4.9], without one architecture 0.2 to 1.4, without one task −0.3 to 2.2`. */
export function placesText(
  { count, interval, withoutOneArchitecture, withoutOneTask }: PlacesVerdict,
  scale: Scale,
): string {
  if (interval === null) return 'one place';
  const without = [
    ['architecture', withoutOneArchitecture] as const,
    ['task', withoutOneTask] as const,
  ].flatMap(([what, range]) =>
    range === null ? [] : [`, without one ${what} ${rangeText(range, scale, ' to ')}`],
  );
  return `over ${count} places [${rangeText(interval, scale, ', ')}]${without.join('')}`;
}

/** E.g. `the margin is 1.0 point`. */
export function marginText(margin: number, scale: Scale): string {
  return `the margin is ${differenceText(margin, scale)}`;
}

/** Both ends of a range of differences, the lower first. */
export function rangeText([low, high]: readonly [number, number], scale: Scale, between: string): string {
  const own = scale === 'mse' || higherIsBetter(scale) ? [low, high] : [-high, -low];
  return own.map((end) => sentenceText(end, scale)).join(between);
}
