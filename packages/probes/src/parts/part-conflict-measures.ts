/** The measures of the probe of conflict between parts. */
import { measure, quantity, type Measures } from '@dsrnn/records';

const share = quantity('share of pairs', 'percent', 0, 1);
const cosine = quantity('cosine of gradients', 'two decimals', -1, 1);

/** When it is measured: what ends names and titles, and what the share is of. */
const MOMENTS = [
  {
    name: '',
    title: '',
    meaning:
      'share of pairs of parts whose gradients of the mean task loss on training examples, at the end, have a cosine below 0',
  },
  {
    name: '-when-learned',
    title: ' when learned',
    meaning:
      'the share of pairs of each part with those before it, at the parameters with which it was just learned',
  },
  {
    name: '-before-learned',
    title: ' before learned',
    meaning:
      'the share of pairs of each part with those before it, at the parameters from which it is learned; where the cosine is below 0, a gradient step on it raises the loss of the other',
  },
] as const;

/** By name; `cell-`: over the parameters of the cell alone, else over all that are trained. */
export const partConflictMeasures: Measures = Object.fromEntries(
  MOMENTS.flatMap(({ name, title, meaning }) =>
    [
      ['', '', ''],
      ['cell-', ' of the cell', ', parameters of the cell alone'],
    ].flatMap(([of, whose, only]) => [
      [`${of}rate${name}`, measure(`Conflict${whose}${title}`, share, 'lower', `${meaning}${only}`)],
      [
        `${of}cosine${name}`,
        measure(`Cosine${whose}${title}`, cosine, null, `mean of the cosine over the same pairs${only}`),
      ],
    ]),
  ),
);
