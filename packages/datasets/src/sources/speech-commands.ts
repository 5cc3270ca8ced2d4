/**
 * Speech Commands v0.02: 105,829 clips of one spoken word, at most one second, 35 words, about 2,600 speakers.
 *
 * The cache keeps the published archive as it is, 2.4 GB, because its SHA-256 is published and that of another form is not.
 * It is larger than a buffer may be, so it is hashed and unpacked as a stream. Unpacking and computing the features
 * takes minutes; the features of each word are kept beside the archive, one file a word and form
 * (`speech/feature-file.ts`), named after the digest of all that they depend on. Once they are there, a load does
 * not touch the archive.
 */
import { createReadStream } from 'node:fs';
import { cachePath } from '../cache.ts';
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { PIECE_BYTES, unpackGzip } from '../formats/gzip-stream.ts';
import { sha256 } from '../sha256.ts';
import { readFeatures, writeFeatures } from '../speech/feature-file.ts';
import type { SplitFeatures } from '../speech/feature-file.ts';
import { createLogMel, logMelSteps } from '../speech/log-mel.ts';
import type { LogMelForm } from '../speech/log-mel.ts';
import { downloadOrigin, plainFile } from './download-origin.ts';
import { storeSource } from './read-source.ts';
import type { Source } from './source.ts';
import { scanSpeechArchive } from './speech-commands-archive.ts';

/** To be raised by hand whenever the same clip would give other features, so that kept ones are not used any more. */
const FEATURES_VERSION = 1;

/** All words: the folders of the archive. */
export const SPEECH_WORDS = [
  ...(['backward', 'bed', 'bird', 'cat', 'dog', 'down', 'eight', 'five', 'follow', 'forward'] as const),
  ...(['four', 'go', 'happy', 'house', 'learn', 'left', 'marvin', 'nine', 'no', 'off', 'on'] as const),
  ...(['one', 'right', 'seven', 'sheila', 'six', 'stop', 'three', 'tree', 'two', 'up'] as const),
  ...(['visual', 'wow', 'yes', 'zero'] as const),
] as const;
export type SpeechWord = (typeof SPEECH_WORDS)[number];

/** Registry entry of Speech Commands; steps and features are those of the default features. */
export const speechCommandsSource: Source = {
  id: 'speech-commands',
  title: 'Speech Commands v0.02',
  licence: 'CC BY 4.0',
  citation:
    'P. Warden (2018). Speech Commands: a dataset for limited-vocabulary speech recognition. arXiv:1804.03209.',
  examples: 105_829,
  time: logMelSteps(10),
  features: 40,
  classes: SPEECH_WORDS.length,
  splitRule:
    'official, by the lists in the archive (validation, test, the rest for training); no speaker is in two splits',
  files: [
    {
      name: 'speech_commands_v0.02.tar.gz',
      bytes: 2_428_923_189,
      sha256: 'af14739ee7dc311471de98f5f9d2c9191b18aedfe957f4a6ff791c709868ff58',
    },
  ],
  origins: [downloadOrigin(['https://storage.googleapis.com/download.tensorflow.org/data'], plainFile)],
  howToGet: 'run `dsrnn data fetch speech-commands` (downloads 2.4 GB)',
};

/**
 * Log-mel features of some words, in their order: `[count, steps, bands]` in units of 1/1024, the clips of a split by
 * name. Computes and keeps those that are not in the cache yet. `source` holds the archive as its only file.
 * Throws DatasetError if the archive cannot be had or is damaged, if a word has no clip in a split, or if kept features
 * are damaged.
 */
export async function readSpeechFeatures(
  access: DataAccess,
  words: readonly string[],
  form: LogMelForm,
  source: Source = speechCommandsSource,
): Promise<readonly SplitFeatures[]> {
  const size = logMelSteps(form.hopMs) * form.bands;
  const found = new Map<string, SplitFeatures>();
  for (const word of words) {
    const kept = await readFeatures(featurePath(access, source, word, form), size);
    if (kept !== undefined) found.set(word, kept);
  }
  const missing = words.filter((word) => !found.has(word));
  if (missing.length > 0) {
    const [path] = (await storeSource(source, access)).values();
    if (path === undefined) throw new DatasetError(source.id, 'a source without an archive');
    const unpacked = unpackGzip(path, createReadStream(path, { highWaterMark: PIECE_BYTES }));
    const computed = scanSpeechArchive(path, unpacked, missing, createLogMel(form));
    for await (const { word, features } of computed) {
      writeFeatures(featurePath(access, source, word, form), features, size);
      found.set(word, features);
    }
  }
  return words.map((word) => found.get(word)!);
}

/** Where the features of a word are kept. The digest covers the archive, the form and the version of the features. */
function featurePath(access: DataAccess, source: Source, word: string, form: LogMelForm): string {
  const archive = source.files.map((file) => file.sha256).join(' ');
  const name = `log-mel-${form.bands}-bands-${form.hopMs}-ms-${word}`;
  return cachePath(access, source.id, name, sha256(`${archive} ${name} ${FEATURES_VERSION}`));
}
