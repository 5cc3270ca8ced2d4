/** All committed LaTeX tables in one document, set by LaTeX where there is one. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { expect, test } from 'vitest';
import { LATEX_PACKAGES } from '../src/tables/render-latex.ts';

const results = fileURLToPath(new URL('../../../results', import.meta.url));
const files = readdirSync(results, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tex'))
  .sort();

test('every committed LaTeX table has a label of its own', () => {
  const labels = files.flatMap(
    (file) => readFileSync(join(results, file), 'utf8').match(/\\label\{[^}]*\}/g) ?? [],
  );
  expect(labels.length).toBe(files.length);
  expect([...new Set(labels)]).toEqual(labels);
});

const missing = [...LATEX_PACKAGES, 'article'].filter((name) => !installed(name));
const folder = temporaryFolder();

test.skipIf(missing.length > 0)(
  `LaTeX sets them all without an error, none wider than its page${missing.length > 0 ? ' (no LaTeX here)' : ''}`,
  () => {
    const names = LATEX_PACKAGES.join(',');
    const inputs = files.map((file) => `\\typeout{FILE ${file}}\\input{${join(results, file)}}\\clearpage`);
    const text = `\\documentclass{article}\n\\usepackage{${names}}\n\\begin{document}\n${inputs.join('\n')}\n\\end{document}\n`;
    writeFileSync(join(folder, 'all.tex'), text);
    // Long tables learn their widths, and references their numbers, from the run before.
    for (let round = 0; round < 3; round++) {
      const { status } = spawnSync('pdflatex', ['-interaction=nonstopmode', '-draftmode', 'all.tex'], {
        cwd: folder,
        stdio: 'ignore',
        env: { ...process.env, max_print_line: '1000' },
      });
      if (status !== 0) break; // the log says why
    }
    expect(complaints(readFileSync(join(folder, 'all.log'), 'latin1'))).toEqual([]);
  },
);

/** Errors, text over the edge, labels that come twice or are not known: each with the file that it is in. */
function complaints(log: string): string[] {
  let file = '';
  return log.split('\n').flatMap((line) => {
    const found = /^FILE (.*)$/.exec(line)?.[1];
    if (found !== undefined) file = found;
    return /^!|^Overfull \\hbox|multiply.defined|undefined|too large/.test(line) ? [`${file}: ${line}`] : [];
  });
}

function installed(name: string): boolean {
  try {
    return (
      execFileSync('kpsewhich', [`${name}.${name === 'article' ? 'cls' : 'sty'}`], { stdio: 'pipe' }).length >
      0
    );
  } catch {
    return false;
  }
}
