import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cosPi } from '@dsrnn/portable';
import { sha256 } from '../src/sha256.ts';
import type { Origin, Source } from '../src/sources/source.ts';
import { makeTar } from './make-tar.ts';
import { makeWav } from './make-wav.ts';

/** Clips of each word in the tiny archive. */
export const TINY_CLIPS = { train: 5, validation: 2, test: 3 };

/** Samples of a cosine of `frequency` Hz. */
export function tone(frequency: number, samples: number, amplitude = 8000): Int16Array {
  return Int16Array.from({ length: samples }, (_, n) =>
    Math.round(amplitude * cosPi((2 * frequency * n) / 16_000)),
  );
}

/** Name of a clip: clip `i` of a word is by speaker `i`, the same for all words. */
export function tinyClip(word: string, i: number): string {
  return `${word}/00${i}f${i}_nohash_0.wav`;
}

/**
 * The unpacked archive of Speech Commands in small. Clip i of word w is a cosine of 500 (w + 1) Hz whose loudness
 * grows with i; the first clips are for training, the next for validation, the last for test. Files are named `./…`, the
 * lists stand in the middle. `change` may replace files before they are packed.
 */
export function tinySpeechTar(
  words: readonly string[],
  change: (files: Record<string, Uint8Array>) => void = () => undefined,
): Buffer {
  const { train, validation, test } = TINY_CLIPS;
  const indices = Array.from({ length: train + validation + test }, (_, i) => i);
  const files: Record<string, Uint8Array> = {
    './README.md': Buffer.from('nothing to parse'),
    './_background_noise_/white.wav': makeWav(new Int16Array(40_000)),
  };
  const list = (from: number, to: number): Buffer =>
    Buffer.from(
      words.flatMap((word) => indices.slice(from, to).map((i) => `${tinyClip(word, i)}\n`)).join(''),
    );
  words.forEach((word, w) => {
    for (const i of indices) {
      files[`./${tinyClip(word, i)}`] = makeWav(tone(500 * (w + 1), 15_000 + i, 1000 + 500 * i));
    }
    if (w > 0) return;
    files['./testing_list.txt'] = list(train + validation, indices.length);
    files['./validation_list.txt'] = list(train, train + validation);
  });
  change(files);
  return makeTar(files);
}

/** A source that yields these bytes as its only file, which counts how often it is asked. */
export async function archiveSource(
  folder: string,
  content: Uint8Array,
): Promise<Source & { readonly asked: () => number }> {
  let asked = 0;
  const origin: Origin = {
    kind: 'npm',
    locate: async () => folder,
    read: async () => content,
    store: async (_file, _access, temporary) => {
      asked += 1;
      await mkdir(dirname(temporary), { recursive: true });
      await writeFile(temporary, content);
    },
  };
  return {
    ...{ id: 'tiny-speech', title: 'Tiny speech', licence: 'none', citation: 'none', splitRule: 'none' },
    ...{ examples: 10, time: 98, features: 40, classes: 2 },
    files: [{ name: 'tiny.tar.gz', bytes: content.length, sha256: sha256(content) }],
    origins: [origin],
    howToGet: `put it into ${join(folder, 'tiny.tar.gz')}`,
    asked: () => asked,
  };
}

/** The archive as it is published: packed. */
export function tinySpeechArchive(...parameters: Parameters<typeof tinySpeechTar>): Buffer {
  return gzipSync(tinySpeechTar(...parameters));
}
