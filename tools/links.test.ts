/** Links of the Markdown pages within the repository lead somewhere: to a file, and to a heading of it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Pages that people write; drawings are written by the program. */
const pages = [
  '.',
  'docs',
  'docs/adr',
  ...readdirSync(join(root, 'experiments')).map((id) => `experiments/${id}`),
]
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  .filter((file) => file.endsWith('.md'));

/** Targets of links, without those in code. */
function linksOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '`');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
}

/** Anchors of the headings of a page, as GitHub forms them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('%s links to what is there', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const broken = linksOf(text).filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? join(root, page) : join(root, dirname(page), path);
    if (!existsSync(file)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test('the tests of links find one that leads nowhere', () => {
  expect(linksOf('[a](b.md#c) and `[no](code)`, ![d](e.png)')).toEqual(['b.md#c', 'e.png']);
  expect(anchorsOf('## How it is held\n\n# `validate`: what & why')).toEqual([
    'how-it-is-held',
    'validate-what--why',
  ]);
});
