/**
 * CIFAR-10: 50,000 training and 10,000 test colour images of 32 x 32, 10 balanced classes.
 *
 * The cache keeps the published archive of the "binary version" as it is, because its SHA-256 is published and that of
 * an unpacked form is not; each load unpacks it. It holds `cifar-10-batches-bin/data_batch_1.bin` to `_5.bin` and
 * `test_batch.bin`, each 10,000 records of 3,073 bytes: the label, then the red, green and blue planes, row-major.
 */
import { Readable } from 'node:stream';
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { unpackGzip } from '../formats/gzip-stream.ts';
import { readTarStream } from '../formats/tar-stream.ts';
import type { ColourImages } from '../images/colour-images.ts';
import { downloadOrigin, plainFile } from './download-origin.ts';
import { readOnlyFile } from './read-source.ts';
import type { Source } from './source.ts';

const SIDE = 32;
const AREA = SIDE * SIDE;
const RECORD = 1 + 3 * AREA;
const CLASSES = 10;
const ARCHIVE = 'cifar-10-binary.tar.gz';
const FOLDER = 'cifar-10-batches-bin';

/** Registry entry of CIFAR-10. */
export const cifarSource: Source = {
  id: 'cifar',
  title: 'CIFAR-10',
  licence: 'none stated; published for research, cite the report',
  citation:
    'A. Krizhevsky (2009). Learning multiple layers of features from tiny images. University of Toronto.',
  examples: 60_000,
  time: AREA,
  features: 3,
  classes: CLASSES,
  splitRule: 'official 50,000 / 10,000; validation is taken from the 50,000, class-stratified by splitSeed',
  files: [
    {
      name: ARCHIVE,
      bytes: 170_052_171,
      sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
    },
  ],
  origins: [downloadOrigin(['https://www.cs.toronto.edu/~kriz'], plainFile)],
  howToGet: 'run `dsrnn data fetch cifar` (downloads 170 MB)',
};

/** The official parts. */
interface OfficialImages {
  readonly train: ColourImages;
  readonly test: ColourImages;
}

/** The official training and test images. Throws DatasetError if they cannot be had. */
export async function readCifar(access: DataAccess): Promise<OfficialImages> {
  return unpackCifar(ARCHIVE, await readOnlyFile(cifarSource, access));
}

/** Unpacks the archive. Throws DatasetError if it is damaged, a batch is missing, or one is not whole records. */
export async function unpackCifar(file: string, packed: Uint8Array): Promise<OfficialImages> {
  const unpacked = unpackGzip(file, Readable.from([packed]));
  const files = new Map<string, Uint8Array>();
  const wanted = (name: string): boolean => name.startsWith(`${FOLDER}/`) && name.endsWith('.bin');
  for await (const { name, content } of readTarStream(file, unpacked, wanted)) files.set(name, content);
  const batch = (name: string): Uint8Array => {
    const bytes = files.get(`${FOLDER}/${name}`);
    if (bytes === undefined) throw new DatasetError(file, `no ${FOLDER}/${name} in this archive`);
    if (bytes.length % RECORD !== 0) {
      throw new DatasetError(file, `${name}: ${bytes.length} bytes, not whole records of ${RECORD}`);
    }
    return bytes;
  };
  return {
    train: parseBatches(
      file,
      [1, 2, 3, 4, 5].map((i) => batch(`data_batch_${i}.bin`)),
    ),
    test: parseBatches(file, [batch('test_batch.bin')]),
  };
}

function parseBatches(file: string, batches: readonly Uint8Array[]): ColourImages {
  const count = batches.reduce((sum, bytes) => sum + bytes.length / RECORD, 0);
  const plane = (): Uint8Array => new Uint8Array(count * AREA);
  const planes = [plane(), plane(), plane()] as const;
  const labels = new Uint8Array(count);
  let image = 0;
  for (const bytes of batches) {
    for (let start = 0; start < bytes.length; start += RECORD) {
      const label = bytes[start]!;
      if (label >= CLASSES) throw new DatasetError(file, `image ${image} has label ${label}, not 0 to 9`);
      labels[image] = label;
      planes.forEach((values, c) => {
        const from = start + 1 + c * AREA;
        values.set(bytes.subarray(from, from + AREA), image * AREA);
      });
      image += 1;
    }
  }
  return { count, side: SIDE, planes, labels };
}
