/**
 * UCI HAR: raw signals of a smartphone at the waist, 10,299 windows of 128 steps at 50 Hz, 30 subjects, 6 activities.
 *
 * Nine signals a step: acceleration of the body (x, y, z), angular velocity (x, y, z), total acceleration (x, y, z); in g
 * and rad/s. Windows overlap by half, within a subject. The published archive holds a second one,
 * `UCI HAR Dataset.zip`, which is what the cache keeps as it is: its SHA-256 is published, that of a
 * converted form is not. Each load therefore parses 22 text files, which takes a few seconds.
 *
 * Files of the inner archive, for train and test: `Inertial Signals/<signal>_<split>.txt` (128 numbers a line),
 * `y_<split>.txt` (1 to 6, a line a window) and `subject_<split>.txt` (1 to 30).
 *
 * Licence: the page of the repository says CC BY 4.0, the README inside the archive forbids commercial use. The two
 * disagree; whoever uses the data commercially must settle that first.
 */
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { parseNumberRows } from '../formats/number-rows.ts';
import { openZip } from '../formats/zip.ts';
import type { ZipArchive } from '../formats/zip.ts';
import { downloadOrigin } from './download-origin.ts';
import type { DownloadForm } from './download-origin.ts';
import { readOnlyFile } from './read-source.ts';
import type { Source } from './source.ts';

/** Steps of a window, signals a step in the order of the features, activities in the order of the classes. */
export const HAR = {
  steps: 128,
  signals: ['body_acc', 'body_gyro', 'total_acc'].flatMap((kind) =>
    ['x', 'y', 'z'].map((axis) => `${kind}_${axis}`),
  ),
  activities: ['walking', 'walking upstairs', 'walking downstairs', 'sitting', 'standing', 'laying'],
};

const FILE = 'UCI HAR Dataset.zip';
const FOLDER = 'UCI HAR Dataset';

/** The published archive holds the file of the source as one of its entries. */
export const innerArchive: DownloadForm = {
  url: (base) => `${base}/human+activity+recognition+using+smartphones.zip`,
  unpack: (content, url) => openZip(url, content).read(FILE),
};

/** Registry entry of UCI HAR. */
export const uciHarSource: Source = {
  id: 'uci-har',
  title: 'UCI HAR (human activity recognition using smartphones)',
  licence:
    'unsettled: CC BY 4.0 on the page of the UCI repository, no commercial use by the README in the archive',
  citation:
    'D. Anguita, A. Ghio, L. Oneto, X. Parra, J. L. Reyes-Ortiz (2013). A public domain dataset for human activity recognition using smartphones. ESANN 2013. doi:10.24432/C54S4K.',
  examples: 10_299,
  time: HAR.steps,
  features: HAR.signals.length,
  classes: HAR.activities.length,
  splitRule:
    'official: 21 subjects (7,352 windows) and 9 subjects (2,947) for test; validation is whole subjects of the 21, by splitSeed',
  files: [
    {
      name: FILE,
      bytes: 60_999_314,
      sha256: '2045e435c955214b38145fb5fa00776c72814f01b203fec405152dac7d5bfeb0',
    },
  ],
  origins: [
    downloadOrigin(['https://archive.ics.uci.edu/static/public/240'], innerArchive, {
      [FILE]: {
        bytes: 61_005_872,
        sha256: 'c00b803081a5c797cd5e4b83700a9810b38d53d9d84e01917e090e1fdbc81031',
      },
    }),
  ],
  howToGet: 'run `dsrnn data fetch uci-har` (downloads 61 MB)',
};

/**
 * Windows of some subjects. `signals` is `[count, 128, 9]` in raw units, `labels` `[count]` from 0 to 5, `subjects`
 * `[count]` from 1 to 30.
 */
export interface HarWindows {
  readonly count: number;
  readonly signals: Float32Array;
  readonly labels: Uint8Array;
  readonly subjects: Uint8Array;
}

/** Both official splits. */
export interface HarData {
  readonly train: HarWindows;
  readonly test: HarWindows;
}

/** The official training and test windows. Throws DatasetError if they cannot be had. */
export async function readUciHar(access: DataAccess): Promise<HarData> {
  return parseUciHar(FILE, await readOnlyFile(uciHarSource, access));
}

/** Parses the inner archive. Throws DatasetError if a file is missing, or the files of a split do not fit together. */
export function parseUciHar(file: string, bytes: Uint8Array): HarData {
  const archive = openZip(file, bytes);
  return { train: parseSplit(archive, 'train'), test: parseSplit(archive, 'test') };
}

function parseSplit(archive: ZipArchive, split: 'train' | 'test'): HarWindows {
  const labels = parseColumn(archive, `${FOLDER}/${split}/y_${split}.txt`, HAR.activities.length);
  const subjects = parseColumn(archive, `${FOLDER}/${split}/subject_${split}.txt`, 30);
  const count = labels.length;
  requireRows(`${FOLDER}/${split}/subject_${split}.txt`, subjects.length, count);
  const width = HAR.signals.length;
  const signals = new Float32Array(count * HAR.steps * width);
  HAR.signals.forEach((signal, k) => {
    const name = `${FOLDER}/${split}/Inertial Signals/${signal}_${split}.txt`;
    const { rows, data } = parseNumberRows(name, archive.read(name), HAR.steps);
    requireRows(name, rows, count);
    for (let i = 0; i < data.length; i++) signals[i * width + k] = data[i]!;
  });
  return { count, signals, labels: labels.map((label) => label - 1), subjects };
}

/** One whole number from 1 to `max` a line. */
function parseColumn(archive: ZipArchive, name: string, max: number): Uint8Array {
  const { data } = parseNumberRows(name, archive.read(name), 1);
  const wrong = data.find((value) => !Number.isInteger(value) || value < 1 || value > max);
  if (wrong !== undefined)
    throw new DatasetError(name, `expected whole numbers from 1 to ${max}, found ${wrong}`);
  return Uint8Array.from(data);
}

function requireRows(name: string, rows: number, count: number): void {
  if (rows !== count) throw new DatasetError(name, `${rows} rows, but the split has ${count} labels`);
}
