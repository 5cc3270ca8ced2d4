import { describe, expect, it } from 'vitest';
import { makeWav } from '../../test/make-wav.ts';
import { parseWav } from './wav.ts';

const samples = [0, 1, -1, 32_767, -32_768];

describe('parsing a WAV file', () => {
  it('gives the samples, negative ones too, and passes over other chunks, padded to an even size', () => {
    expect([...parseWav('x.wav', makeWav(samples), 16_000)]).toEqual(samples);
    const tagged = makeWav(samples, { chunks: { LIST: Buffer.from('odd') } });
    expect([...parseWav('x.wav', tagged, 16_000)]).toEqual(samples);
    expect(parseWav('x.wav', makeWav([]), 16_000)).toHaveLength(0);
  });

  it('reads bytes that lie at an odd place', () => {
    const shifted = Buffer.concat([Buffer.alloc(1), makeWav(samples)]).subarray(1);
    expect([...parseWav('x.wav', shifted, 16_000)]).toEqual(samples);
  });

  it.each([
    [{ rate: 8000 }, /found encoding 1, 1 channels, 8000 Hz, 16 bits/],
    [{ channels: 2 }, /found encoding 1, 2 channels/],
    [{ bits: 8 }, /16000 Hz, 8 bits/],
    [{ encoding: 3 }, /found encoding 3/],
  ])('refuses %o and says what it expected', (form, found) => {
    const parse = () => parseWav('yes/a.wav', makeWav(samples, form), 16_000);
    expect(parse).toThrow(/yes\/a.wav: expected encoding 1 \(PCM\), 1 channel, 16000 Hz, 16 bits/);
    expect(parse).toThrow(found);
  });

  it('refuses what is no WAV file, has no data or format, half a sample, or ends early', () => {
    const whole = makeWav(samples);
    const damaged = (change: (bytes: Buffer) => void) => () => {
      const bytes = Buffer.from(whole);
      change(bytes);
      return parseWav('x.wav', bytes, 16_000);
    };
    expect(damaged((bytes) => bytes.write('RIFX'))).toThrow(/x.wav: not a WAV file/);
    expect(damaged((bytes) => bytes.write('AVI ', 8))).toThrow(/not a WAV file/);
    expect(damaged((bytes) => bytes.write('junk', 12))).toThrow(/without a 'fmt ' chunk before its data/);
    expect(damaged((bytes) => bytes.write('junk', 36))).toThrow(/without a 'data' chunk/);
    expect(damaged((bytes) => bytes.writeUInt32LE(9, 40))).toThrow(/9 bytes of data, not whole samples/);
    expect(() => parseWav('x.wav', whole.subarray(0, 50), 16_000)).toThrow(
      /cut short: chunk 'data' should hold 10 bytes, found 6/,
    );
    expect(() => parseWav('x.wav', Buffer.alloc(0), 16_000)).toThrow(/not a WAV file/);
  });
});
