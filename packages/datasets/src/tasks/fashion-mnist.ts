/**
 * Sequential Fashion-MNIST: 28 x 28 images of clothing read row by row or pixel by pixel, one class at the end.
 *
 * Official split of 60,000 / 10,000. Validation is taken from the 60,000, never from the 10,000.
 */
import { readFashionMnist } from '../sources/fashion-mnist.ts';
import { classNames } from './class-names.ts';
import { imageShape } from './image-task.ts';
import { loadOfficialImages, officialImageConfig } from './official-image-task.ts';
import { defineTask } from './task-definition.ts';

/** Config of the Fashion-MNIST task. */
export const fashionMnistConfig = officialImageConfig('fashion-mnist');

const CLOTHES = classNames([
  ...['T-shirt/top', 'trouser', 'pullover', 'dress', 'coat'],
  ...['sandal', 'shirt', 'sneaker', 'bag', 'ankle boot'],
]);

/** The Fashion-MNIST task. `load` throws TaskError for counts beyond the data, DatasetError if it cannot be had. */
export const fashionMnist = defineTask({
  kind: 'fashion-mnist',
  version: 1,
  title: 'Sequential Fashion-MNIST',
  summary:
    '70,000 images of clothing, 28 x 28, by rows, pixels or permuted pixels; 10 classes, official test split',
  config: fashionMnistConfig,
  sources: () => ['fashion-mnist'],
  shape: imageShape,
  classNames: () => CLOTHES,
  load: (config, access) => loadOfficialImages(config, access, readFashionMnist),
});
