/**
 * Sequential MNIST: 28 x 28 handwritten digits read row by row or pixel by pixel, one class at the end.
 *
 * Official split of 60,000 / 10,000. Validation is taken from the 60,000, never from the 10,000. The default 55,000 /
 * 5,000 is that of the Fashion-MNIST task; the LTC and S4 papers train on 54,000 and validate on 6,000.
 */
import { readMnist } from '../sources/mnist.ts';
import { digitNames } from './class-names.ts';
import { imageShape } from './image-task.ts';
import { loadOfficialImages, officialImageConfig } from './official-image-task.ts';
import { defineTask } from './task-definition.ts';

/** Config of the MNIST task. */
export const mnistConfig = officialImageConfig('mnist');

/** The MNIST task. `load` throws TaskError for counts beyond the data, DatasetError if it cannot be had. */
export const mnist = defineTask({
  kind: 'mnist',
  version: 1,
  title: 'Sequential MNIST',
  summary:
    '70,000 handwritten digits, 28 x 28, by rows, pixels or permuted pixels; 10 classes, official test split',
  config: mnistConfig,
  sources: () => ['mnist'],
  shape: imageShape,
  classNames: () => digitNames,
  load: (config, access) => loadOfficialImages(config, access, readMnist),
});
