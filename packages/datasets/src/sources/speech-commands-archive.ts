/**
 * The archive of Speech Commands: a folder of WAV files for each word, and the lists of the official split.
 *
 * A clip is `<word>/<speaker>_nohash_<n>.wav`, mono, 16-bit, 16 kHz, at most one second. `validation_list.txt` and
 * `testing_list.txt` hold the names of clips, one a line; all others are for training. The authors draw the lists by a hash
 * of the speaker alone, so that no speaker is in two of them (Warden 2018). Background noise, the
 * README and whatever else the archive holds is passed over.
 */
import { DatasetError } from '../errors.ts';
import { readTarStream } from '../formats/tar-stream.ts';
import { parseWav } from '../formats/wav.ts';
import type { SplitFeatures } from '../speech/feature-file.ts';
import { CLIP_SAMPLES, SPEECH_RATE } from '../speech/log-mel.ts';
import { eachSplit, type Split } from '../splits.ts';

const LISTS = { validation: 'validation_list.txt', test: 'testing_list.txt' } as const;
type Listed = keyof typeof LISTS;

/** Features of all clips of a word. */
export interface WordFeatures {
  readonly word: string;
  readonly features: SplitFeatures;
}

/**
 * Reads an unpacked archive once and gives the features of some words, one word after the other. Clips of a split are
 * in the order of their names. Throws DatasetError, with `file`, if a list is missing or does not fit the clips,
 * a clip is not what it should be, or a word has no clip in one of the splits.
 */
export async function* scanSpeechArchive(
  file: string,
  unpacked: AsyncIterable<Uint8Array>,
  words: readonly string[],
  featuresOf: (samples: Int16Array) => Int16Array,
): AsyncGenerator<WordFeatures> {
  const clips = new Map(words.map((word) => [word, new Map<string, Int16Array>()]));
  const clipsOf = (name: string): Map<string, Int16Array> | undefined =>
    name.endsWith('.wav') ? clips.get(name.slice(0, name.indexOf('/'))) : undefined;
  const listTexts = new Map<string, string>();
  const listNames: readonly string[] = Object.values(LISTS);
  const wanted = (path: string): boolean => {
    const name = withoutDot(path);
    return listNames.includes(name) || clipsOf(name) !== undefined;
  };

  for await (const { name: path, content } of readTarStream(file, unpacked, wanted)) {
    const name = withoutDot(path);
    if (listNames.includes(name)) {
      listTexts.set(name, Buffer.from(content).toString('utf8'));
      continue;
    }
    const samples = parseWav(`${file}: ${name}`, content, SPEECH_RATE);
    if (samples.length > CLIP_SAMPLES) {
      throw new DatasetError(file, `${name}: ${samples.length} samples, expected at most ${CLIP_SAMPLES}`);
    }
    clipsOf(name)?.set(name, featuresOf(samples));
  }

  const splitOf = splitFinder(file, listTexts);
  for (const word of words) {
    const features = splitWord(file, word, clips.get(word) ?? new Map(), splitOf);
    clips.delete(word); // so that the clips of all words are not held twice
    yield { word, features };
  }
}

/** Tells the split of a clip, and what the lists name. */
interface SplitFinder {
  (name: string): Split;
  readonly listed: ReadonlyMap<string, Listed>;
}

function splitFinder(file: string, texts: ReadonlyMap<string, string>): SplitFinder {
  const listed = new Map<string, Listed>();
  for (const split of ['validation', 'test'] as const) {
    const text = texts.get(LISTS[split]);
    if (text === undefined) {
      throw new DatasetError(file, `no ${LISTS[split]} in this archive, which holds the official split`);
    }
    for (const line of text.split('\n')) {
      const name = withoutDot(line.trim());
      if (name === '') continue;
      if ((listed.get(name) ?? split) !== split) {
        throw new DatasetError(file, `${name} is in ${LISTS.validation} and in ${LISTS.test}`);
      }
      listed.set(name, split);
    }
  }
  return Object.assign((name: string): Split => listed.get(name) ?? 'train', { listed });
}

function splitWord(
  file: string,
  word: string,
  clips: ReadonlyMap<string, Int16Array>,
  splitOf: SplitFinder,
): SplitFeatures {
  if (clips.size === 0) throw new DatasetError(file, `no clips of '${word}' in this archive`);
  for (const [name, split] of splitOf.listed) {
    if (!name.startsWith(`${word}/`) || clips.has(name)) continue;
    throw new DatasetError(file, `${LISTS[split]} names ${name}, which is not in this archive`);
  }
  const names = [...clips.keys()].sort();
  return eachSplit((split) => {
    const chosen = names.filter((name) => splitOf(name) === split);
    if (chosen.length === 0) throw new DatasetError(file, `no ${split} clips of '${word}' in this archive`);
    return concatenate(chosen.map((name) => clips.get(name)!));
  });
}

function concatenate(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Archives of a folder name their files with or without `./` before them. */
function withoutDot(name: string): string {
  return name.startsWith('./') ? name.slice(2) : name;
}
