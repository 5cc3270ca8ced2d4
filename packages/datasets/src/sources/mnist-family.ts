/** What MNIST and its drop-in replacement share: four IDX files under the same names, 60,000 + 10,000 images. */
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { imagesFromIdx } from '../images/idx.ts';
import type { LabelledImages } from '../images/labelled-images.ts';
import { readSource } from './read-source.ts';
import type { Source } from './source.ts';

/** Names of the files, as published. */
export const mnistFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

/** The official parts. */
export interface OfficialImages {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

/** The official training and test images of a source of such files. Throws DatasetError if they cannot be had. */
export async function readOfficialImages(source: Source, access: DataAccess): Promise<OfficialImages> {
  const contents = await readSource(source, access);
  const part = (file: string): { file: string; bytes: Uint8Array } => {
    const bytes = contents.get(file);
    if (bytes === undefined) throw new DatasetError(file, `not a file of the ${source.id} source`);
    return { file, bytes };
  };
  return {
    train: imagesFromIdx(part(mnistFiles.trainImages), part(mnistFiles.trainLabels)),
    test: imagesFromIdx(part(mnistFiles.testImages), part(mnistFiles.testLabels)),
  };
}
