import { describe, expect, it } from 'vitest';
import { makeWav } from '../../test/make-wav.ts';
import { tinyClip, tinySpeechTar } from '../../test/tiny-speech.ts';
import type { SplitFeatures } from '../speech/feature-file.ts';
import { scanSpeechArchive } from './speech-commands-archive.ts';

async function* inPieces(archive: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < archive.length; at += size) yield archive.subarray(at, at + size);
}

/** Scans an archive; the only feature of a clip is its length, which tells the tiny clips apart. */
async function scan(
  archive: Uint8Array,
  words: readonly string[] = ['yes', 'no'],
  size = 4099,
): Promise<Record<string, SplitFeatures>> {
  const found: Record<string, SplitFeatures> = {};
  const lengthOf = (samples: Int16Array): Int16Array => Int16Array.of(samples.length);
  for await (const { word, features } of scanSpeechArchive(
    'x.tar.gz',
    inPieces(archive, size),
    words,
    lengthOf,
  )) {
    found[word] = features;
  }
  return found;
}

const changed = (change: (files: Record<string, Uint8Array>) => void) =>
  scan(tinySpeechTar(['yes', 'no'], change));

describe('the archive of Speech Commands', () => {
  it('is split by its lists, the rest for training, in the order of the names', async () => {
    const { yes, no } = await scan(tinySpeechTar(['yes', 'no', 'up']));
    expect([...yes!.train]).toEqual([15_000, 15_001, 15_002, 15_003, 15_004]);
    expect([...yes!.validation]).toEqual([15_005, 15_006]);
    expect([...yes!.test]).toEqual([15_007, 15_008, 15_009]);
    expect(no).toEqual(yes);
    const swapped = tinySpeechTar(['yes'], (files) => {
      const [validation, test] = [files['./validation_list.txt']!, files['./testing_list.txt']!];
      files['./validation_list.txt'] = test;
      files['./testing_list.txt'] = Buffer.from(validation.toString().replaceAll('\n', '\r\n'));
    });
    expect((await scan(swapped, ['yes'])).yes?.validation).toEqual(yes!.test);
  });

  it('gives the words that are asked for alone, in that order, whatever the pieces', async () => {
    const archive = tinySpeechTar(['yes', 'no', 'up']);
    const found = await scan(archive, ['up', 'yes'], 1_000_003);
    expect(Object.keys(found)).toEqual(['up', 'yes']);
    expect(await scan(archive, ['up', 'yes'], 513)).toEqual(found);
  });

  it('does without `./` before the names, and looks at no other file', async () => {
    const plain = tinySpeechTar(['yes'], (files) => {
      for (const [name, content] of Object.entries(files)) {
        Reflect.deleteProperty(files, name);
        files[name.slice(2)] = content;
      }
      files['yes/._note'] = Buffer.from('no sound');
      files['noise.wav'] = Buffer.from('no sound');
    });
    expect(await scan(plain, ['yes'])).toEqual(await scan(tinySpeechTar(['yes']), ['yes']));
  });

  it('names the list or the folder that is missing, and what a list names in vain', async () => {
    await expect(changed((files) => Reflect.deleteProperty(files, './testing_list.txt'))).rejects.toThrow(
      /x.tar.gz: no testing_list.txt in this archive/,
    );
    await expect(scan(tinySpeechTar(['yes', 'no']), ['yes', 'up'])).rejects.toThrow(/no clips of 'up'/);
    const clip = tinyClip('no', 6);
    await expect(changed((files) => Reflect.deleteProperty(files, `./${clip}`))).rejects.toThrow(
      `validation_list.txt names ${clip}, which is not in this archive`,
    );
  });

  it('refuses a word without clips in a split, and a clip in both lists', async () => {
    const list = './validation_list.txt';
    await expect(changed((files) => (files[list] = Buffer.from(`${tinyClip('yes', 5)}\n`)))).rejects.toThrow(
      /no validation clips of 'no' in this archive/,
    );
    await expect(changed((files) => (files[list] = Buffer.from(`${tinyClip('no', 9)}\n`)))).rejects.toThrow(
      /no\/009f9_nohash_0.wav is in validation_list.txt and in testing_list.txt/,
    );
  });

  it('names the clip that is no such sound', async () => {
    const replaced = (content: Uint8Array) => changed((files) => (files[`./${tinyClip('no', 1)}`] = content));
    const clip = /x.tar.gz: no\/001f1_nohash_0.wav/;
    await expect(replaced(makeWav([1], { rate: 8000 }))).rejects.toThrow(/8000 Hz/);
    await expect(replaced(makeWav([1], { rate: 8000 }))).rejects.toThrow(clip);
    await expect(replaced(makeWav(new Int16Array(16_001)))).rejects.toThrow(
      /16001 samples, expected at most/,
    );
    await expect(replaced(Buffer.from('no sound'))).rejects.toThrow(clip);
  });
});
