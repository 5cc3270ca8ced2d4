import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { archiveSource, tinySpeechArchive, tone } from '../../test/tiny-speech.ts';
import { createLogMel } from '../speech/log-mel.ts';
import { readSpeechFeatures, SPEECH_WORDS, speechCommandsSource } from './speech-commands.ts';

const FORM = { bands: 10, hopMs: 25 };
const archive = tinySpeechArchive(['yes', 'no', 'up']);

async function place(content: Uint8Array = archive) {
  const cacheDir = temporaryFolder();
  return {
    access: { cacheDir },
    source: await archiveSource(cacheDir, content),
    folder: join(cacheDir, 'tiny-speech'),
  };
}

describe('the features of Speech Commands', () => {
  it('are the log-mel energies of the clips, in the order of the words asked for', async () => {
    const { access, source } = await place();
    const [no, yes] = await readSpeechFeatures(access, ['no', 'yes'], FORM, source);
    const logMel = createLogMel(FORM);
    // Word 0 is 500 Hz, word 1 is 1,000 Hz; clip i has 15,000 + i samples of loudness 1,000 + 500 i.
    expect(yes!.train).toHaveLength(5 * 40 * 10);
    expect(yes!.train.subarray(400, 800)).toEqual(logMel(tone(500, 15_001, 1500)));
    expect(no!.test.subarray(0, 400)).toEqual(logMel(tone(1000, 15_007, 4500)));
  });

  it('are computed once: later loads need neither the archive nor its origin', async () => {
    const { access, source, folder } = await place();
    const first = await readSpeechFeatures(access, ['yes', 'no'], FORM, source);
    const files = await readdir(folder);
    expect(files.filter((name) => name.startsWith('log-mel-10-bands-25-ms-'))).toHaveLength(2);
    await rm(
      join(
        folder,
        files.find((name) => name.startsWith('tiny.tar.gz'))!,
      ),
    );
    expect(await readSpeechFeatures(access, ['yes', 'no'], FORM, source)).toEqual(first);
    expect(source.asked()).toBe(1);
  });

  it('are computed for what is not there: another word, other bands, another archive', async () => {
    const { access, source, folder } = await place();
    await readSpeechFeatures(access, ['yes', 'no'], FORM, source);
    const names = async () => (await readdir(folder)).length;
    expect(await names()).toBe(3);
    await readSpeechFeatures(access, ['yes', 'up'], FORM, source);
    expect(await names()).toBe(4);
    await readSpeechFeatures(access, ['yes', 'up'], { ...FORM, bands: 11 }, source);
    expect(await names()).toBe(6);
    expect(source.asked()).toBe(1);
    const other = await archiveSource(access.cacheDir, tinySpeechArchive(['no', 'yes']));
    await readSpeechFeatures(access, ['yes', 'no'], FORM, other);
    expect(await names()).toBe(9);
  });

  it('are not made of an archive that is damaged, cut short or without a word, which is named', async () => {
    const read = async (content: Uint8Array, words = ['yes', 'no']) => {
      const { access, source } = await place(content);
      return readSpeechFeatures(access, words, FORM, source);
    };
    await expect(read(archive.subarray(0, archive.length - 4000))).rejects.toThrow(
      /tiny.tar.gz.*: cannot be unpacked \(unexpected end of file\); fetch it again/,
    );
    await expect(read(Buffer.from('no gzip at all'))).rejects.toThrow(
      /cannot be unpacked \(incorrect header/,
    );
    await expect(read(archive, ['yes', 'stop'])).rejects.toThrow(/no clips of 'stop'/);
  });

  it('are not made of a corrupt cached archive', async () => {
    const { access, source, folder } = await place();
    await readSpeechFeatures(access, ['yes', 'no'], FORM, source);
    const packed = (await readdir(folder)).find((name) => name.startsWith('tiny.tar.gz'))!;
    await writeFile(join(folder, packed), archive.with(1000, archive[1000]! ^ 1));
    await expect(readSpeechFeatures(access, ['up'], FORM, source)).rejects.toThrow(
      /corrupt cached file: .*`dsrnn data fetch tiny-speech --force`/,
    );
  });
});

describe('the source of Speech Commands', () => {
  it('has 35 words in the order of the alphabet, and names the command where it is absent', async () => {
    expect(new Set(SPEECH_WORDS).size).toBe(35);
    expect([...SPEECH_WORDS].sort()).toEqual([...SPEECH_WORDS]);
    expect(speechCommandsSource).toMatchObject({ time: 98, features: 40, classes: 35 });
    const access = { cacheDir: temporaryFolder() };
    await expect(readSpeechFeatures(access, ['yes', 'no'], FORM)).rejects.toThrow(
      /Speech Commands v0.02 is not on this machine; run `dsrnn data fetch speech-commands`/,
    );
  });
});
