/** The measures of the probe of the masks of parts. */
import { accuracyQuantity, measure, quantity, type Measures } from '@dsrnn/records';

const overlap = quantity('overlap of masks', 'two decimals', 0, 1);

/** By name; see part-masks.ts for how each is computed. */
export const partMaskMeasures: Measures = {
  within: measure(
    'J within',
    overlap,
    null,
    'overlap of the hidden masks of two test examples of one part, soft Jaccard index sum of min / sum of max over channels of the shares of time steps at which each is active, mean over pairs',
  ),
  between: measure(
    'J between',
    overlap,
    null,
    'the same over pairs of examples of different parts; lower is less sharing of channels',
  ),
  'between-means': measure(
    'J of means',
    overlap,
    null,
    'of the mean frequencies of two parts, mean over pairs of parts; 1 is the same use',
  ),
  chance: measure(
    'Chance',
    overlap,
    null,
    'J of any two examples once the channels of each are permuted at random',
  ),
  'part-accuracy': measure(
    'Part told',
    accuracyQuantity,
    'higher',
    'share of examples whose part the nearest mean mask names; chance is 1 / number of parts',
  ),
  drift: measure(
    'Drift',
    quantity('loss of overlap', 'two decimals', 0, 1),
    'lower',
    '1 − J of the masks of an example after its part was learned and at the end, mean over the parts but the last; 0 is none',
  ),
};
