/** Inside a package arrows point one way, as docs/architecture.md lists its folders; no files import each other in a circle. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrowsOf, circlesOf, importsOf, type Arrow } from './import-graph.ts';
import { roomOf, roomsOf, upwardArrows } from './room-order.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** Packages whose folders have an order. The face of a package, which imports them all, is in none. */
describe.each(['core', 'experiment'])('the rooms of %s', (name) => {
  const folder = join(root, 'packages', name, 'src');
  const rooms = roomsOf(page, name);
  const arrows = arrowsOf(folder).filter(({ from }) => from !== 'index.ts');

  it('are the folders that hold its files', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && file !== 'index.ts',
    );
    expect([...new Set(files.map((file) => roomOf(file, rooms)))].sort()).toEqual([...rooms].sort());
  });

  it('import nothing of a room below them', () => {
    expect(arrows.length).toBeGreaterThan(100);
    expect(upwardArrows(arrows, rooms)).toEqual([]);
  });

  it('have no files that import each other in a circle, types apart', () => {
    expect(circlesOf(arrows.filter(({ typeOnly }) => !typeOnly))).toEqual([]);
  });
});

describe('the reading of import lines', () => {
  it('finds what is imported, of one line or several, and whether for its types alone', () => {
    const source = [
      "import { a } from './a.ts';",
      "import type { B } from '../b.ts';",
      "import {\n  c,\n  type D,\n} from './c/d.ts';",
      "export * from './e.ts';",
      "import './f.ts';",
      "import { g } from 'g';",
      "const h = await import('./h.ts');",
    ].join('\n');
    expect(importsOf(source)).toEqual([
      { path: './a.ts', typeOnly: false },
      { path: '../b.ts', typeOnly: true },
      { path: './c/d.ts', typeOnly: false },
      { path: './e.ts', typeOnly: false },
      { path: './f.ts', typeOnly: false },
    ]);
  });

  const arrow = (from: string, to: string): Arrow => ({ from, to, typeOnly: false });

  it('finds circles of two files and of more, and nothing else', () => {
    const arrows = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['c', 'd'],
      ['d', 'e'],
      ['f', 'g'],
      ['g', 'f'],
    ].map(([from, to]) => arrow(from!, to!));
    expect(circlesOf(arrows)).toEqual([
      ['a', 'b', 'c'],
      ['f', 'g'],
    ]);
  });

  it('finds an arrow that points down the list, from the nearest room of each file', () => {
    const rooms = ['.', 'low', 'low/top', 'high'];
    const arrows = [
      arrow('high/x.ts', 'low/y.ts'),
      arrow('low/a/y.ts', 'low/top/z.ts'),
      arrow('low/y.ts', 'e.ts'),
    ];
    expect(upwardArrows(arrows, rooms)).toEqual(['low/a/y.ts imports low/top/z.ts']);
    expect(() => upwardArrows([arrow('none/x.ts', 'low/y.ts')], ['low'])).toThrow(
      /none\/x.ts lies in no room/,
    );
  });
});
