import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { escapeCell, escapeLatex, isLatex } from './escape-latex.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

test('every character that LaTeX would interpret is made plain', () => {
  expect(escapeLatex('a_b & 5 % $x$ #1 {y} ~^\\ −1')).toBe(
    'a\\_b \\& 5 \\% \\$x\\$ \\#1 \\{y\\} \\textasciitilde{}\\textasciicircum{}\\textbackslash{} $-$1',
  );
});

test('characters that the default fonts print as others are named', () => {
  expect(escapeLatex('|cos| < 1 > 0 "so"')).toBe(
    '\\textbar{}cos\\textbar{} \\textless{} 1 \\textgreater{} 0 \\texttt{\\char34}so\\texttt{\\char34}',
  );
  expect(escapeLatex('--only ---')).toBe('-{}-only -{}-{}-');
});

test('Greek and mathematics are set as such', () => {
  expect(escapeLatex('κ ρ √ ≤ ⟨g⟩ ½ 10² µs')).toBe(
    '$\\kappa$ $\\rho$ $\\surd$ $\\leq$ $\\langle$g$\\rangle$ $\\frac{1}{2}$ 10$^2$ $\\mu$s',
  );
});

test('a star or a bracket at the start is guarded, elsewhere it is not', () => {
  expect(['*a', '[a]', 'a*[b]'].map(escapeCell)).toEqual(['{*}a', '{[}a]', 'a*[b]']);
});

test('every character of every committed table is one that LaTeX shows', () => {
  const files = readdirSync(join(root, 'results'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /table-.*\.md$/.test(file),
  );
  expect(files.length).toBeGreaterThan(0);
  const unknown = files.flatMap((file) => {
    const characters = new Set(readFileSync(join(root, 'results', file), 'utf8'));
    return [...characters].filter((character) => !isLatex(character)).map((one) => `${file}: ${one}`);
  });
  expect(unknown).toEqual([]);
});

test('so is every character in the strings of the code that makes tables', () => {
  const folder = join(root, 'packages/analysis/src/tables');
  const unknown = readdirSync(folder)
    .filter((file) => /-table\.ts$|caption\.ts$/.test(file))
    .flatMap((file) => {
      const strings = readFileSync(join(folder, file), 'utf8').match(/'[^'\n]*'|`[^`]*`/g) ?? [];
      return [...new Set(strings.join(''))].filter((one) => !isLatex(one)).map((one) => `${file}: ${one}`);
    });
  expect(unknown).toEqual([]);
});
