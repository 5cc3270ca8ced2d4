import { describe, expect, it } from 'vitest';
import { makeTar, tarHeader } from '../../test/make-tar.ts';
import { readTarStream } from './tar-stream.ts';

async function* inPieces(archive: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < archive.length; at += size) yield archive.subarray(at, at + size);
}

async function filesOf(
  archive: Uint8Array,
  { size = 1000, wanted = () => true }: { size?: number; wanted?: (name: string) => boolean } = {},
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { name, content } of readTarStream('x.tar', inPieces(archive, size), wanted)) {
    files[name] = Buffer.from(content).toString('latin1');
  }
  return files;
}

/** An extended header of the next entry, with its content. */
function extension(type: string, content: string): Buffer {
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([tarHeader('extension', content.length, type), Buffer.from(content), padding]);
}

const contents = {
  'd/a': 'hi',
  'd/empty': '',
  'd/block': 'x'.repeat(512),
  'd/large': Array.from({ length: 1300 }, (_, i) => String.fromCharCode(i % 251)).join(''),
};
const archive = Buffer.concat([
  tarHeader('d/', 0, '5'),
  makeTar(
    Object.fromEntries(Object.entries(contents).map(([name, text]) => [name, Buffer.from(text, 'latin1')])),
  ),
]);

describe('reading a tar archive in pieces', () => {
  it.each([1, 7, 511, 512, 513, 1024, 1_000_000])(
    'gives the same files from pieces of %i bytes',
    async (size) => {
      expect(await filesOf(archive, { size })).toEqual(contents);
    },
  );

  it('gives only the files that are wanted, and stops at the block of zeros', async () => {
    expect(await filesOf(archive, { size: 100, wanted: (name) => name === 'd/block' })).toEqual({
      'd/block': contents['d/block'],
    });
    const withMore = Buffer.concat([archive, Buffer.alloc(700, 'x')]);
    expect(await filesOf(withMore)).toEqual(contents);
  });

  it('puts the prefix of a long name before it', async () => {
    const prefixed = Buffer.concat([tarHeader('name', 0, '0', 'a/long/way'), Buffer.alloc(1024)]);
    expect(Object.keys(await filesOf(prefixed))).toEqual(['a/long/way/name']);
  });

  it('takes names and sizes of pax headers and long names of GNU tar, for the next entry alone', async () => {
    const long = `${'deep/'.repeat(40)}file`;
    const record = ` path=${long}\n`;
    const pax = `${record.length + 3}${record}9 size=2\n`;
    const two = makeTar({ short: Buffer.from('hi'), plain: Buffer.from('yo') });
    two.fill(tarHeader('short', 7, '0'), 0, 512); // the size of the extended header counts
    const expected = { [long]: 'hi', plain: 'yo' };
    expect(await filesOf(Buffer.concat([extension('x', pax), two]), { size: 333 })).toEqual(expected);
    const gnu = makeTar({ short: Buffer.from('hi'), plain: Buffer.from('yo') });
    expect(await filesOf(Buffer.concat([extension('L', `${long}\0`), gnu]))).toEqual(expected);
    const global = extension('g', '11 path=no\n');
    expect(await filesOf(Buffer.concat([global, gnu]))).toEqual({ short: 'hi', plain: 'yo' });
  });

  it('refuses an archive that is cut short, wherever that is', async () => {
    const cut = (bytes: number) => filesOf(archive.subarray(0, bytes), { size: 77 });
    await expect(cut(100)).rejects.toThrow(/x.tar: tar archive cut short within a header/);
    await expect(cut(1025)).rejects.toThrow(/cut short: d\/a should hold 2 bytes/);
    await expect(cut(archive.length - 1024)).rejects.toThrow(/cut short before its closing block/);
    const unwanted = filesOf(archive.subarray(0, 1025), { wanted: () => false });
    await expect(unwanted).rejects.toThrow(/cut short: d\/a should hold 2 bytes/);
  });

  it('refuses damaged headers', async () => {
    const damaged = Buffer.from(archive);
    damaged[512] = 'e'.charCodeAt(0);
    await expect(filesOf(damaged)).rejects.toThrow(/wrong header checksum at byte 512/);
    await expect(filesOf(extension('x', 'nonsense'))).rejects.toThrow(/unreadable pax header at byte 0/);
    await expect(filesOf(tarHeader('x', 1 << 24, 'x'))).rejects.toThrow(/extended header of 16777216 bytes/);
    const noSize = Buffer.concat([extension('x', '9 size=a\n'), makeTar({ a: Buffer.from('hi') })]);
    await expect(filesOf(noSize)).rejects.toThrow(/a: a size that is no number at byte 1024/);
  });

  it('passes on why the pieces end, and frees what feeds it', async () => {
    let freed = false;
    async function* failing(): AsyncGenerator<Uint8Array> {
      try {
        yield archive.subarray(0, 600);
        throw new Error('disk gone');
      } finally {
        freed = true;
      }
    }
    const read = async () => {
      for await (const { name } of readTarStream('x.tar', failing(), () => true)) expect(name).toBe('');
    };
    await expect(read()).rejects.toThrow('disk gone');
    expect(freed).toBe(true);
  });
});
