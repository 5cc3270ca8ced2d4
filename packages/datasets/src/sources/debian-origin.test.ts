import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installFiles } from '../../test/install-files.ts';
import { convertedDebianOrigin } from './debian-origin.ts';

const file = { name: 'joined', bytes: 3, sha256: '' };
const origin = convertedDebianOrigin('some-data', 'usr/share/some', ['b.txt', 'a.txt'], (contents) => {
  if (contents[0]!.length === 0) throw new Error('b.txt is empty');
  return Buffer.concat(contents);
});

const install = (files: Record<string, string>) => installFiles('usr/share/some', files);

describe('a file converted from a Debian package', () => {
  it('is made of the plain files in the order of their names in the list', async () => {
    const access = await install({ 'a.txt': 'a', 'b.txt': 'bb' });
    expect(await origin.locate(access)).toBe(join(access.debianRoot, 'usr/share/some'));
    expect(String(await origin.read(file, access, ''))).toBe('bba');
  });

  it('is not there if one of the files is missing', async () => {
    expect(await origin.locate(await install({ 'a.txt': 'a' }))).toBeUndefined();
  });

  it('names the folder, the reason and the command if it cannot be converted', async () => {
    const access = await install({ 'a.txt': 'a', 'b.txt': '' });
    const failure = origin.read(file, access, '');
    await expect(failure).rejects.toMatchObject({ code: 'dataset' });
    await expect(failure).rejects.toThrow(
      /usr\/share\/some: cannot read joined \(b.txt is empty\); run `apt-get install --reinstall .*some-data`/,
    );
  });
});
