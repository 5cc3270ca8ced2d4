import { describe, expect, it } from 'vitest';
import { makeZip } from '../../test/make-zip.ts';
import { DatasetError } from '../errors.ts';
import { openZip } from './zip.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/**
 * An archive that Python's zipfile module wrote: `a.txt` deflated ("hello " 20 times) and `b/c.bin` stored (1, 2, 3).
 */
const FROM_PYTHON =
  'UEsDBBQAAAAIAAAAIQAv+vhICwAAAHgAAAAFAAAAYS50eHTLSM3JyVfIoDsJAFBLAwQUAAAAAAAAACEAHYC8VQMAAAADAAAABwAAAGIvYy5iaW4BAgNQSwECFAMUAAAACAAAACEAL/r4SAsAAAB4AAAABQAAAAAAAAAAAAAAgAEAAAAAYS50eHRQSwECFAMUAAAAAAAAACEAHYC8VQMAAAADAAAABwAAAAAAAAAAAAAAgAEuAAAAYi9jLmJpblBLBQYAAAAAAgACAGgAAABWAAAAAAA=';

describe('reading a zip archive', () => {
  it('finds the deflated and the stored entry of an archive made elsewhere', () => {
    const archive = openZip('x.zip', Buffer.from(FROM_PYTHON, 'base64'));
    expect(archive.names).toEqual(['a.txt', 'b/c.bin']);
    expect(Buffer.from(archive.read('a.txt')).toString()).toBe('hello '.repeat(20));
    expect([...archive.read('b/c.bin')]).toEqual([1, 2, 3]);
  });

  it('reads an archive within an archive, an empty entry, and one behind a comment', () => {
    const inner = makeZip({ 'deep/name': text('value'), empty: new Uint8Array() });
    const outer = Buffer.concat([makeZip({ 'inner.zip': inner }), text('a comment')]);
    outer.writeUInt16LE(9, outer.length - 9 - 2);
    const archive = openZip('inner.zip', openZip('outer.zip', outer).read('inner.zip'));
    expect(Buffer.from(archive.read('deep/name')).toString()).toBe('value');
    expect(archive.read('empty')).toHaveLength(0);
  });

  it('names an entry that is not there', () => {
    expect(() => openZip('x.zip', makeZip({ a: text('1') })).read('b')).toThrow(/x.zip: no entry 'b'/);
  });

  it('refuses what is no zip archive, or only its beginning', () => {
    const whole = makeZip({ a: text('1') });
    for (const bytes of [new Uint8Array(), text('PK but no zip archive at all'), whole.subarray(0, -1)]) {
      expect(() => openZip('x.zip', bytes)).toThrow(/x.zip: not a zip archive, or cut short/);
    }
  });

  it('refuses a flipped byte, wherever it is: in an entry, a header or the directory', () => {
    const whole = makeZip({ a: text('some text that compresses, some text that compresses') });
    let refused = 0;
    for (let i = 0; i < whole.length; i++) {
      const damaged = Buffer.from(whole);
      damaged[i]! ^= 0x10;
      try {
        const archive = openZip('x.zip', damaged);
        expect(Buffer.from(archive.read('a')).toString()).toContain('some text that compresses, some text');
      } catch (error) {
        expect(error).toBeInstanceOf(DatasetError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(40);
  });

  it('refuses encryption and other methods of packing', () => {
    const archive = Buffer.from(FROM_PYTHON, 'base64');
    const directory = archive.readUInt32LE(archive.length - 6);
    const encrypted = Buffer.from(archive);
    encrypted[directory + 8]! |= 1;
    expect(() => openZip('x.zip', encrypted).read('a.txt')).toThrow(/x.zip: a.txt: encrypted/);
    const other = Buffer.from(archive);
    other[directory + 10] = 12;
    expect(() => openZip('x.zip', other).read('a.txt')).toThrow(/packed by method 12/);
  });
});
