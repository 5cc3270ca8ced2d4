/** What MNIST and its drop-in replacement share: four IDX files under the same names, 60,000 + 10,000 images. */
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { imagesFromIdx } from '../images/idx.ts';
import type { LabelledImages } from '../images/labelled-images.ts';
import { readSource } from './read-source.ts';
import type { PinnedDownload } from './download-origin.ts';
import type { Source, SourceFile } from './source.ts';

/** Names of the files, as published. */
export const mnistFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

/** What pins a file: SHA-256 of the file, and size and SHA-256 of its published gzip file. */
interface PinnedFile {
  readonly sha256: string;
  readonly packed: PinnedDownload;
}

const BYTES = { trainImages: 47_040_016, trainLabels: 60_008, testImages: 7_840_016, testLabels: 10_008 };
type IdxFile = keyof typeof BYTES;

/** The files of a source, and their downloads by name. */
export function pinnedFiles(pins: Readonly<Record<IdxFile, PinnedFile>>): {
  readonly files: readonly SourceFile[];
  readonly downloads: Readonly<Record<string, PinnedDownload>>;
} {
  const all = (Object.keys(BYTES) as IdxFile[]).map((key) => ({
    file: { name: mnistFiles[key], bytes: BYTES[key], sha256: pins[key].sha256 },
    packed: pins[key].packed,
  }));
  return {
    files: all.map(({ file }) => file),
    downloads: Object.fromEntries(all.map(({ file, packed }) => [file.name, packed])),
  };
}

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
