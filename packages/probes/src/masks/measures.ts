/** The measures of the probe of masks. */
import { accuracyQuantity, measure, quantity, type Measure, type Measures } from '@dsrnn/records';

const overlap = quantity('overlap of masks', 'two decimals', 0, 1);
const corrected = quantity('overlap of masks beyond chance', 'two decimals', -Infinity, 1);
const cosine = quantity('cosine of masks', 'two decimals', 0, 1);
const channels = quantity('share of channels', 'percent', 0, 1);

/** Of pairs of examples, by the name behind that of the masks. */
const OVERLAP: Measures = {
  within: measure(
    'J within',
    overlap,
    null,
    'overlap J = sum of min(f, g) / sum of max(f, g) over channels of the frequencies f, g of two examples of one class, mean over pairs',
  ),
  between: measure('J between', overlap, null, 'J of two examples of two classes; lower is less sharing'),
  chance: measure(
    'J chance',
    overlap,
    null,
    'J once the channels of every example are permuted at random, which keeps how many are active',
  ),
  'within-corrected': measure(
    'Within, corrected',
    corrected,
    null,
    '(J within − chance) / (1 − chance), 0 at chance, 1 for equal masks',
  ),
  'between-corrected': measure('Between, corrected', corrected, null, 'the same of J between'),
  'separation-p': measure(
    'p',
    quantity('p-value', 'p', 0, 1),
    null,
    'one-sided permutation test of J within above J between over shuffled labels; it cannot be below 1 / (1 + shuffles)',
  ),
  'cosine-within': measure(
    'Cosine within',
    cosine,
    null,
    'cosine of the frequencies of two examples of one class, mean over pairs',
  ),
  'cosine-between': measure('Cosine between', cosine, null, 'the same of two classes'),
  staticness: measure(
    'Staticness',
    overlap,
    null,
    'J of all pairs of examples, 1 if the masks do not depend on the example',
  ),
};

const predictor = (title: string, better: 'higher' | null, meaning: string): Measure =>
  measure(title, accuracyQuantity, better, meaning);

/** How well something predicts the class; the last two are what that is compared with. */
const PREDICTION: Measures = {
  'h-nearest-mean': predictor('Nearest mean', 'higher', 'nearest class mean of the hidden masks'),
  'h-knn': predictor('kNN', 'higher', 'vote of the 5 nearest train examples'),
  'h-linear': predictor('Linear', 'higher', 'multinomial logistic regression on the hidden masks'),
  'all-linear': predictor(
    'Linear, h and x',
    'higher',
    'Linear also on the masks of the input channels, where these are masked',
  ),
  'shuffled-linear': predictor(
    'Shuffled',
    null,
    'Linear with the train labels permuted, must be near chance',
  ),
  'inputs-linear': predictor(
    'Inputs',
    null,
    'Linear on the time means of the inputs, which a router reads, in place of the masks',
  ),
  'state-linear': predictor(
    'State',
    null,
    'Linear on the time means of the hidden state, which a router reads too: masks that predict no better than these two add nothing',
  ),
  chance: predictor('Chance', null, '1 / number of classes'),
  majority: predictor('Majority', null, 'most frequent train class'),
};

/** How channels are used, of the hidden masks. */
const USE: Measures = {
  dead: measure(
    'Dead',
    channels,
    'lower',
    'share of channels whose load p, the share of all time steps of all examples at which one is active, is below 0.001',
  ),
  'always-on': measure('Always-on', channels, null, 'share of channels with p above 0.999'),
  entropy: measure(
    'Entropy',
    quantity('share of the greatest entropy', 'two decimals', 0, 1),
    'higher',
    'mean binary entropy of p over that of the mean p, 1 if all channels are equally busy, 0 if each is always on or always off',
  ),
  'load-cv2': measure(
    'CV²',
    quantity('squared variation of the load', 'two decimals', 0),
    'lower',
    'variance of p over the square of its mean, 0 if even',
  ),
  effective: measure(
    'Effective',
    quantity('share of channels', 'two decimals', 0, 1),
    'higher',
    'exp(entropy of p / sum of p) / number of channels, the share of channels that would carry the load if it were even',
  ),
  'mutual-information': measure(
    'Information',
    quantity('share of the entropy of classes', 'two decimals', 0, 1),
    'higher',
    'information of one channel, active at more than half of the steps or not, about the class over the entropy of the classes, mean over channels',
  ),
  churn: measure(
    'Churn',
    quantity('share of masks that changed', 'percent', 0, 1),
    null,
    'share of mask entries of fixed validation examples that changed between the last two evaluations in training, 0 if the masks have settled',
  ),
};

/** By name; `h-`: of the hidden masks, `x-`: of those of input channels, where these are masked. */
export const maskMeasures: Measures = {
  ...prefixed('h', OVERLAP),
  ...prefixed(
    'x',
    Object.fromEntries(
      Object.entries(OVERLAP).map(([name, of]) => [name, { ...of, title: `${of.title}, inputs` }]),
    ),
  ),
  ...PREDICTION,
  ...prefixed('h', USE),
};

/** Each under its name behind this prefix. */
export function prefixed<T>(prefix: string, of: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [`${prefix}-${name}`, value]));
}
