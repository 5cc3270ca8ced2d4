import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { installFiles } from '../../test/install-files.ts';
import { geneSource, parseFannWindows, readGene } from './gene.ts';
import { sourceState } from './read-source.ts';

const FOLDER = 'usr/share/doc/libfann-dev/examples/datasets';
const state = await sourceState(geneSource, { cacheDir: '/nonexistent' });

/** Two windows: C A G T C A G T …, a donor; and T alone, neither. */
const tiny = `2 120 3\n${'0 0 0 1 1 0 1 1 '.repeat(15)}\n1 0 0 \n${'1 '.repeat(120)}\n0 0 1 \n`;

describe('the FANN text', () => {
  it('has two bits a nucleotide and a one at the class', () => {
    const { count, nucleotides, labels } = parseFannWindows(tiny);
    expect(count).toBe(2);
    expect([...nucleotides.subarray(0, 6)]).toEqual([0, 1, 2, 3, 0, 1]);
    expect([...nucleotides.subarray(60)]).toEqual(Array<number>(60).fill(3));
    expect([...labels]).toEqual([0, 2]);
  });

  it.each([
    ['a row too few', tiny.replace('2 120', '3 120'), /count rows of 123 numbers, found "3 120 3" and 246/],
    ['other sizes', tiny.replace('2 120 3', '2 119 4'), /expected "count 120 3"/],
    ['another symbol', tiny.replace('0 0 0 1', '0 0 0 2'), /expected 0 or 1 as number 4, found "2"/],
    ['two classes', tiny.replace('1 0 0 \n', '1 0 1 \n'), /one class for window 1, found 1 0 1/],
  ])('is refused with %s', (_, text, message) => {
    expect(() => parseFannWindows(text)).toThrow(message);
  });
});

describe(`the splice junctions on this machine: ${state}`, () => {
  it.runIf(state === 'available from Debian')('have the official counts a class', async () => {
    const { train, test } = await readGene({ cacheDir: temporaryFolder() });
    const counts = ({ labels }: { labels: Uint8Array }) =>
      [0, 1, 2].map((label) => labels.filter((other) => other === label).length);
    expect(counts(train)).toEqual([376, 379, 833]);
    expect(counts(test)).toEqual([386, 386, 815]);
    // Introns begin with GT (2, 3): every donor of the training part has the G, all but four the T.
    const donors = [...train.labels.keys()].filter((i) => train.labels[i] === 0);
    expect(donors.filter((i) => train.nucleotides[i * 60 + 30] === 2)).toHaveLength(376);
    expect(donors.filter((i) => train.nucleotides[i * 60 + 31] === 3)).toHaveLength(372);
  });

  it('are refused with another content, and named with the command if they are absent', async () => {
    const damaged = await installFiles(FOLDER, { 'gene.train': tiny, 'gene.test': tiny });
    await expect(readGene(damaged)).rejects.toThrow(
      /gene-u8 from here has SHA-256 .*apt-get install --no-install-recommends libfann-doc/,
    );
    const broken = await installFiles(FOLDER, { 'gene.train': tiny, 'gene.test': '' });
    await expect(readGene(broken)).rejects.toThrow(/cannot read gene-u8 \(.*--reinstall .*libfann-doc/);
    const absent = await installFiles(FOLDER, { 'gene.train': tiny });
    await expect(readGene(absent)).rejects.toThrow(
      /is not on this machine; run `apt-get install --no-install-recommends libfann-doc`/,
    );
  });
});
