/**
 * Spikes of a grasshopper's auditory receptor neuron that hears noise: two recordings of 10 s, from the Debian package
 * python3-nitime.
 *
 * The package has `grasshopper_stimulusI.txt`, lines `microseconds amplitude`, 200,000 of them every 50 µs from 0, and
 * `grasshopper_spike_timesI.txt`, one time in microseconds a line below a heading of `#` lines. The stimulus is the
 * envelope of a sound, Gaussian noise in dB limited to 200 Hz (recording 1) or 800 Hz (recording 2), between 0.0158
 * and 1. It does not repeat. Both are kept at 1 ms: no millisecond has two spikes.
 *
 * Cached file, little-endian: for each recording, 200,000 Float32 of the envelope and then 10,000 bytes, the spikes in
 * each millisecond.
 */
import type { DataAccess } from '../data-access.ts';
import { DatasetError } from '../errors.ts';
import { convertedDebianOrigin } from './debian-origin.ts';
import { readOnlyFile } from './read-source.ts';
import type { Source } from './source.ts';

/** Milliseconds, and so bins, of a recording. */
export const GRASSHOPPER_BINS = 10_000;
/** Samples of the envelope in a bin of 1 ms. */
export const SAMPLES_PER_BIN = 20;
const SAMPLE_US = 50;
const BIN_US = SAMPLE_US * SAMPLES_PER_BIN;
const SAMPLES = GRASSHOPPER_BINS * SAMPLES_PER_BIN;
const RECORDING_BYTES = SAMPLES * 4 + GRASSHOPPER_BINS;
const FILE = 'grasshopper-f32-u8';
const PACKAGE = 'python3-nitime';

/** Registry entry of the grasshopper recordings. */
export const grasshopperSource: Source = {
  id: 'grasshopper',
  title: 'Spikes of a grasshopper auditory receptor (Debian package python3-nitime)',
  licence: 'BSD-3-Clause, NIPY Developers',
  citation:
    'A. Rokem, S. Watzl, T. Gollisch, M. Stemmler, A. V. M. Herz, I. Samengo (2006). Spike-timing precision underlies the coding efficiency of auditory receptor neurons. Journal of Neurophysiology 95, 2541-2552.',
  examples: 2,
  time: GRASSHOPPER_BINS,
  features: 3,
  classes: 2,
  splitRule: 'no official split; by time within recording 1, with gaps, or recording 1 against recording 2',
  files: [
    {
      name: FILE,
      bytes: 2 * RECORDING_BYTES,
      sha256: 'db880f6037b254d963a49e372a9fbb31d061b1951396d24c1430d280e466a692',
    },
  ],
  origins: [
    convertedDebianOrigin(
      PACKAGE,
      'usr/lib/python3/dist-packages/nitime/data',
      [1, 2].flatMap((i) => [`grasshopper_stimulus${i}.txt`, `grasshopper_spike_times${i}.txt`]),
      ([stimulus1, spikes1, stimulus2, spikes2]) =>
        Buffer.concat([
          recordingBytes(String(stimulus1), String(spikes1)),
          recordingBytes(String(stimulus2), String(spikes2)),
        ]),
    ),
  ],
  howToGet: `run \`apt-get install --no-install-recommends ${PACKAGE}\``,
};

/** A recording: `envelope` `[bins · 20]`, amplitudes in (0, 1] every 50 µs, and `spikes` `[bins]`, 0 or 1 a ms. */
export interface Recording {
  readonly envelope: Float32Array;
  readonly spikes: Uint8Array;
}

/** Recordings 1 and 2. Throws DatasetError if they cannot be had. */
export async function readGrasshopper(access: DataAccess): Promise<readonly [Recording, Recording]> {
  const bytes = await readOnlyFile(grasshopperSource, access);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const recording = (start: number): Recording => ({
    envelope: Float32Array.from({ length: SAMPLES }, (_, i) => view.getFloat32(start + 4 * i, true)),
    spikes: bytes.subarray(start + SAMPLES * 4, start + RECORDING_BYTES),
  });
  return [recording(0), recording(RECORDING_BYTES)];
}

function recordingBytes(stimulus: string, spikeTimes: string): Uint8Array {
  const { envelope, spikes } = parseRecording(stimulus, spikeTimes);
  const bytes = new Uint8Array(envelope.length * 4 + spikes.length);
  const view = new DataView(bytes.buffer);
  envelope.forEach((value, i) => view.setFloat32(4 * i, value, true));
  bytes.set(spikes, envelope.length * 4);
  return bytes;
}

/**
 * A recording from the texts of its two files; a last bin with fewer than 20 samples is left out.
 * Throws DatasetError for a line that is no number, a sample out of its place, or a spike outside the stimulus.
 */
export function parseRecording(stimulus: string, spikeTimes: string): Recording {
  const samples = lines(stimulus).map((line, i) => {
    const [time, value] = line.split(/\s+/).map(Number);
    if (time !== i * SAMPLE_US || value === undefined || !Number.isFinite(value)) {
      throw new DatasetError(
        'stimulus',
        `expected "${i * SAMPLE_US} amplitude" as sample ${i + 1}, found "${line}"`,
      );
    }
    return value;
  });
  const bins = Math.floor(samples.length / SAMPLES_PER_BIN);
  const spikes = new Uint8Array(bins);
  for (const line of lines(spikeTimes)) {
    const bin = Math.floor(Number(line) / BIN_US);
    if (!(bin >= 0 && bin < bins)) {
      throw new DatasetError(
        'spike times',
        `expected a time from 0 to ${bins * BIN_US - 1} µs, found "${line}"`,
      );
    }
    spikes[bin]! += 1;
  }
  return { envelope: Float32Array.from(samples.slice(0, bins * SAMPLES_PER_BIN)), spikes };
}

/** Trimmed lines without empty ones and the `#` lines of a heading. */
function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
