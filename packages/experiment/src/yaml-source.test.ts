import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../test/toy-registries.ts';
import { ConfigError } from './config-error.ts';
import { formatPath, readYaml } from './yaml-source.ts';

function source(text: string): ReturnType<typeof readYaml> {
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
