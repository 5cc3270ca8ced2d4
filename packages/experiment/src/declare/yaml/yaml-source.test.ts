import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { ConfigError } from '../config-error.ts';
import { formatPath, readYaml } from './yaml-source.ts';

function source(text: string | Buffer): ReturnType<typeof readYaml> {
  const file = join(temporaryFolder(), 'file.yaml');
  writeFileSync(file, text);
  return readYaml(file);
}

describe('readYaml', () => {
  it('finds the lines of keys and items in block and flow style', () => {
    const { locate, value } = source('# comment\na:\n  b:\n    - 1\n    - { c: 2,\n        d: 3 }\n');
    expect(value).toEqual({ a: { b: [1, { c: 2, d: 3 }] } });
    const line = (...path: (string | number)[]) => locate({ path, message: '' }).line;
    expect([
      line('a'),
      line('a', 'b'),
      line('a', 'b', 0),
      line('a', 'b', 1, 'c'),
      line('a', 'b', 1, 'd'),
    ]).toEqual([2, 3, 4, 5, 6]);
  });

  it('gives an absent field the line of what should contain it', () => {
    const { locate } = source('a: 1\nb:\n  c: 2\n');
    expect(locate({ path: ['b', 'x', 0], message: 'm' })).toMatchObject({
      line: 2,
      path: 'b.x[0]',
      message: 'm',
    });
  });

  it.each([
    ['a: [1, 2', 1],
    ['a: 1\na: 2\n', 2],
    ['a: 1\nb: 2\n c: 3\n', 2],
    ['a: !unknown x\n', 1],
  ])('refuses %j and names the line', (text, line) => {
    expect(() => source(text)).toThrow(ConfigError);
    try {
      source(text);
    } catch (error) {
      expect((error as ConfigError).issues[0]?.line).toBe(line);
    }
  });

  it.each([
    ['an alias without an anchor', 'a: 1\nseeds: *nope\n', ':2: YAML: *nope names no anchor'],
    ['an alias inside its own value', 'a: 1\nb: &x\n  - *x\n', ':3: YAML: *x stands inside the value'],
    ['a merge key', 'a: &b { c: 1 }\nd:\n  <<: *b\n', ':3: YAML: merge keys (<<) are not read'],
    ['a second document', 'a: 1\n---\nb: 2\n', ':2: YAML: a second document starts here'],
    ['a file without anything', '', ':1: YAML: the file is empty'],
    ['a file of comments', '# nothing\n', ':1: YAML: the file is empty'],
    ['a key that is no word', 'a: 1\n[b]: 2\n', ':2: YAML: a key must be a word'],
    ['another version of YAML', '%YAML 1.1\n---\na: yes\n', ':1: YAML: asks for YAML 1.1'],
    ['a tag that makes an object', 'a: 1\nb: !!set { c }\n', ':2: YAML: the tag !!set is not read'],
    ['a tab that indents', 'a:\n\tb: 1\n', ':2: YAML: Tabs are not allowed'],
    ['sixty brackets', `a: 1\nb: ${'['.repeat(60)}`, ':2: YAML: is nested more than 50 levels'],
    ['UTF-16', Buffer.from('a: 1\n', 'utf16le'), ':1: is text in UTF-16: save it as UTF-8'],
    ['UTF-16 with a mark', Buffer.from('\uFEFFa: 1\n', 'utf16le'), ':1: is text in UTF-16'],
    ['Latin-1', Buffer.from('a: 1\nb: \xFC\n', 'latin1'), ':2: is not text in UTF-8 from here on'],
    ['a zero byte', 'a: 1\nb: "\0"\n', ':2: holds the control character 0x00'],
    ['a megabyte', `a: ${'x'.repeat(1e6)}`, ': has 1000003 bytes'],
  ])('refuses %s in plain words, with the line', (_what, text, message) => {
    expect(() => source(text)).toThrow(ConfigError);
    expect(() => source(text)).toThrow(message);
  });

  it('refuses aliases that unfold into more than a file can mean, and takes a few', () => {
    const tens = (name: string, of: string): string =>
      `${name}: &${name} [${Array.from({ length: 10 }, () => of).join(', ')}]\n`;
    const hundred = tens('a', '1') + tens('b', '*a');
    expect(source(hundred).value).toMatchObject({
      b: Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 1)),
    });
    expect(() => source(hundred + tens('c', '*b') + tens('d', '*c') + tens('e', '*d'))).toThrow(
      'its aliases unfold into',
    );
  });

  it('reads a file with a byte-order mark and Windows line ends as any other', () => {
    const { value, locate } = source('\uFEFFa: 1\r\nb:\r\n  c: 2\r\n');
    expect(value).toEqual({ a: 1, b: { c: 2 } });
    expect(locate({ path: ['b', 'c'], message: '' }).line).toBe(3);
  });

  it('refuses a file that is missing or a folder', () => {
    expect(() => readYaml('absent.yaml')).toThrow('absent.yaml: no such file');
    const folder = join(temporaryFolder(), 'folder.yaml');
    mkdirSync(folder);
    expect(() => readYaml(folder)).toThrow('cannot be read (EISDIR)');
  });
});

describe('formatPath', () => {
  it('writes keys with dots and indices in brackets', () => {
    expect(formatPath(['profiles', 'quick', 'sparsity', 2])).toBe('profiles.quick.sparsity[2]');
    expect(formatPath([0, 'a'])).toBe('[0].a');
    expect(formatPath([])).toBe('');
  });
});
