/**
 * WAV files of one channel and 16-bit samples.
 *
 * `RIFF <size> WAVE`, then chunks `<four letters> <size> <content>`, padded to an even size: `fmt ` has the encoding
 * (1 is PCM), channels, rate and bits of a sample, `data` the samples, little-endian. Other chunks are passed over.
 * Format: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0 (1991).
 */
import { DatasetError } from '../errors.ts';

const CHUNK_HEADER = 8;
const PCM = 1;

/**
 * The samples of a mono 16-bit file, from −32,768 to 32,767. Throws DatasetError, with `file`, if it is another kind of
 * file, has another `rate` (samples a second) or ends early.
 */
export function parseWav(file: string, bytes: Uint8Array, rate: number): Int16Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString('latin1', 0, 4) !== 'RIFF' || buffer.toString('latin1', 8, 12) !== 'WAVE') {
    throw new DatasetError(file, 'not a WAV file: it does not start with RIFF … WAVE');
  }
  let formatSeen = false;
  let at = 12;
  while (at + CHUNK_HEADER <= buffer.length) {
    const kind = buffer.toString('latin1', at, at + 4);
    const size = buffer.readUInt32LE(at + 4);
    const content = buffer.subarray(at + CHUNK_HEADER, at + CHUNK_HEADER + size);
    if (content.length < size) {
      const found = `found ${content.length}`;
      throw new DatasetError(file, `WAV file cut short: chunk '${kind}' should hold ${size} bytes, ${found}`);
    }
    if (kind === 'fmt ') {
      checkFormat(file, content, rate);
      formatSeen = true;
    }
    if (kind === 'data') {
      if (!formatSeen) throw new DatasetError(file, "WAV file without a 'fmt ' chunk before its data");
      return samplesOf(file, content);
    }
    at += CHUNK_HEADER + size + (size % 2);
  }
  throw new DatasetError(file, "WAV file without a 'data' chunk");
}

function checkFormat(file: string, content: Buffer, rate: number): void {
  if (content.length < 16) throw new DatasetError(file, `a 'fmt ' chunk of ${content.length} bytes, not 16`);
  const found = {
    encoding: content.readUInt16LE(0),
    channels: content.readUInt16LE(2),
    rate: content.readUInt32LE(4),
    bits: content.readUInt16LE(14),
  };
  if (found.encoding === PCM && found.channels === 1 && found.rate === rate && found.bits === 16) return;
  const expected = `encoding ${PCM} (PCM), 1 channel, ${rate} Hz, 16 bits`;
  const { encoding, channels, bits } = found;
  throw new DatasetError(
    file,
    `expected ${expected}; found encoding ${encoding}, ${channels} channels, ${found.rate} Hz, ${bits} bits`,
  );
}

function samplesOf(file: string, content: Buffer): Int16Array {
  if (content.length % 2 !== 0) {
    throw new DatasetError(file, `${content.length} bytes of data, not whole samples of 2 bytes`);
  }
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const samples = new Int16Array(content.length / 2);
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(2 * i, true);
  return samples;
}
