/** A WAV file of PCM samples, by default 16-bit mono at 16 kHz. `chunks` (name to content) stand before the data. */
export function makeWav(
  samples: ArrayLike<number>,
  {
    rate = 16_000,
    channels = 1,
    bits = 16,
    encoding = 1,
    chunks = {},
  }: {
    readonly rate?: number;
    readonly channels?: number;
    readonly bits?: number;
    readonly encoding?: number;
    readonly chunks?: Readonly<Record<string, Uint8Array>>;
  } = {},
): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(encoding, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE((rate * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  const data = Buffer.from(Int16Array.from(samples).buffer);
  const all = Object.entries({ 'fmt ': format, ...chunks, data }).map(([name, content]) =>
    chunk(name, content),
  );
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...all]));
}

function chunk(name: string, content: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.write(name, 0, 'latin1');
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
}
