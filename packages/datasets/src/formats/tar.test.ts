import { describe, expect, it } from 'vitest';
import { makeTar, tarHeader } from '../../test/make-tar.ts';
import { readTar } from './tar.ts';

describe('reading a tar archive', () => {
  it('gives the files by name, of any size, and passes over folders', () => {
    const large = Uint8Array.from({ length: 1300 }, (_, i) => i % 251);
    const archive = Buffer.concat([
      tarHeader('d/', 0, '5'),
      makeTar({ 'd/a': Buffer.from('hi'), 'd/empty': new Uint8Array(), 'd/large': large }),
    ]);
    const files = readTar('x.tar', archive);
    expect([...files.keys()]).toEqual(['d/a', 'd/empty', 'd/large']);
    expect(Buffer.from(files.get('d/a')!).toString()).toBe('hi');
    expect(files.get('d/empty')).toHaveLength(0);
    expect(Uint8Array.from(files.get('d/large')!)).toEqual(large);
  });

  it('puts the prefix of a long name before it, and stops at the block of zeros', () => {
    const archive = Buffer.concat([
      tarHeader('name', 0, '0', 'a/long/way'),
      Buffer.alloc(1024),
      Buffer.alloc(700, 'x'),
    ]);
    expect([...readTar('x.tar', archive).keys()]).toEqual(['a/long/way/name']);
  });

  it('refuses a damaged header and an archive that is cut short', () => {
    const archive = makeTar({ a: new Uint8Array(600) });
    const damaged = Buffer.from(archive);
    damaged[0] = 'b'.charCodeAt(0);
    expect(() => readTar('x.tar', damaged)).toThrow(/x.tar: .*wrong header checksum at byte 0/);
    expect(() => readTar('x.tar', archive.subarray(0, 900))).toThrow(/cut short: a should hold 600 bytes/);
    expect(() => readTar('x.tar', archive.subarray(0, 300))).toThrow(/cut short within a header/);
    expect(() => readTar('x.tar', Buffer.alloc(512, 'x'))).toThrow(/not a tar archive/);
  });
});
