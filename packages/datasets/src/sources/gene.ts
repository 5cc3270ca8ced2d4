/**
 * Splice junctions in primate DNA: 3,175 windows of 60 nucleotides, from the Debian package libfann-doc.
 *
 * The package has `gene.train` and `gene.test` in the text format of the FANN library: a line `count 120 3`, then for
 * each window a line of 120 bits and a line with a one at its class. Two bits are a nucleotide. The files do not say
 * which; from the consensus of real splice sites (introns begin with GT and end with AG) the codes are 0 C, 1 A, 2 G,
 * 3 T. Classes: 0 donor (exon to intron), 1 acceptor (intron to exon), 2 neither.
 *
 * Cached file: 60 bytes a window, each a nucleotide 0 … 3, then one byte a window, its class; the 1,588 training
 * windows first, then the 1,587 test windows, as in the package.
 */
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { convertedDebianOrigin } from './debian-origin.ts';
import { readOnlyFile } from './read-source.ts';
import type { Source } from './source.ts';

/** Windows of the official training and test split. */
export const GENE_COUNTS = { training: 1588, test: 1587 };
const COUNT = GENE_COUNTS.training + GENE_COUNTS.test;
const TIME = 60;
const CLASSES = 3;
const FILE = 'gene-u8';
const PACKAGE = 'libfann-doc';

/** Registry entry of the splice junctions. */
export const geneSource: Source = {
  id: 'gene',
  title: 'Splice junctions in DNA (Debian package libfann-doc, gene.train and gene.test)',
  licence:
    'package: LGPL-2.1-or-later, S. Nissen; data: UCI Molecular Biology (Splice-junction Gene Sequences)',
  citation:
    'M. O. Noordewier, G. G. Towell, J. W. Shavlik (1991). Training knowledge-based neural networks to recognize genes in DNA sequences. Files: L. Prechelt (1994), Proben1.',
  examples: COUNT,
  time: TIME,
  features: 4,
  classes: CLASSES,
  splitRule:
    'official 1,588 / 1,587; validation is taken from the 1,588, class-stratified by splitSeed, after dropping the windows that repeat one of the test or an earlier one (repeats: keep leaves them in)',
  files: [
    {
      name: FILE,
      bytes: COUNT * (TIME + 1),
      sha256: '35f9d0e08fc3f7cf53e80ecab4c4cc2488c65758c5fb82091b924cf5ee250510',
    },
  ],
  origins: [
    convertedDebianOrigin(
      PACKAGE,
      'usr/share/doc/libfann-dev/examples/datasets',
      ['gene.train', 'gene.test'],
      convertGene,
    ),
  ],
  howToGet: `run \`apt-get install --no-install-recommends ${PACKAGE}\``,
};

/** Windows of DNA: `nucleotides` `[count, 60]` of codes 0 C, 1 A, 2 G, 3 T, and `labels` `[count]` of 3 classes. */
export interface DnaWindows {
  readonly count: number;
  readonly nucleotides: Uint8Array;
  readonly labels: Uint8Array;
}

/** The official training and test windows. Throws DatasetError if they cannot be had. */
export async function readGene(
  access: DataAccess,
): Promise<{ readonly train: DnaWindows; readonly test: DnaWindows }> {
  const bytes = await readOnlyFile(geneSource, access);
  const labels = bytes.subarray(COUNT * TIME);
  const { training, test } = GENE_COUNTS;
  return {
    train: {
      count: training,
      nucleotides: bytes.subarray(0, training * TIME),
      labels: labels.subarray(0, training),
    },
    test: {
      count: test,
      nucleotides: bytes.subarray(training * TIME, COUNT * TIME),
      labels: labels.subarray(training),
    },
  };
}

function convertGene([train, test]: readonly Buffer[]): Uint8Array {
  const parts = [parseFannWindows(String(train)), parseFannWindows(String(test))];
  return Buffer.concat([...parts.map((part) => part.nucleotides), ...parts.map((part) => part.labels)]);
}

/**
 * Windows of a FANN text: pairs of bits as codes 0 … 3, most significant first; the class is the place of the one.
 * Throws DatasetError if the text has another form.
 */
export function parseFannWindows(text: string): DnaWindows {
  const fields = text.split(/\s+/).filter((field) => field !== '');
  const [count = NaN, inputs, outputs] = fields.slice(0, 3).map(Number);
  const row = 2 * TIME + CLASSES;
  if (inputs !== 2 * TIME || outputs !== CLASSES || fields.length !== 3 + count * row) {
    throw new DatasetError(
      'FANN text',
      `expected "count ${2 * TIME} ${CLASSES}" and count rows of ${row} numbers, found "${fields.slice(0, 3).join(' ')}" and ${fields.length - 3} numbers`,
    );
  }
  const bits = Uint8Array.from(fields.slice(3), (field, index) => {
    if (field === '0' || field === '1') return Number(field);
    throw new DatasetError('FANN text', `expected 0 or 1 as number ${index + 1}, found "${field}"`);
  });
  const nucleotides = new Uint8Array(count * TIME);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < TIME; t++) {
      nucleotides[i * TIME + t] = 2 * bits[i * row + 2 * t]! + bits[i * row + 2 * t + 1]!;
    }
    const answer = bits.subarray((i + 1) * row - CLASSES, (i + 1) * row);
    if (answer.reduce((sum, bit) => sum + bit, 0) !== 1) {
      throw new DatasetError(
        'FANN text',
        `expected one class for window ${i + 1}, found ${answer.join(' ')}`,
      );
    }
    labels[i] = answer.indexOf(1);
  }
  return { count, nucleotides, labels };
}
