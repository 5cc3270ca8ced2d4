/** Which models have masks to look at. */

/** Methods whose models are masked channel by channel. */
const MASKED: readonly string[] = [
  'ds',
  'ds-task-balanced',
  'untrained-router',
  'static-router-mean',
  'random-mask',
  'fixed-mask',
];

/** Whether models of a method are masked channel by channel, by the method's kind. */
export function masksChannels(method: string): boolean {
  return MASKED.includes(method);
}
