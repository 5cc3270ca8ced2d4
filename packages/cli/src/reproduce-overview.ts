/** The page that `dsrnn reproduce` leaves: claims, figures and links to the tables, for a browser. */
import { count } from '@dsrnn/portable';
import { relative, resolve } from 'node:path';
import type { Reproduced } from './reproduce-summary.ts';
import type { OutputFile } from './write-files.ts';

/** `<profile>.html`, for the folder `build`. `paths` of the files of each experiment are relative to `cwd`. */
export function overviewFile(
  profile: string,
  reproduced: readonly (Reproduced & { readonly paths: readonly string[] })[],
  cwd: string,
  build: string,
): OutputFile {
  const link = (path: string): string => escape(relative(build, resolve(cwd, path)));
  const sections = reproduced.map(({ id, page, agreement, verdicts, paths }) => {
    const figures = paths.filter((path) => path.endsWith('.svg'));
    const others = paths.filter((path) => /\.(md|csv|tex|json)$/.test(path) && !path.endsWith('.vl.json'));
    return [
      `<h2 id="${escape(id)}">${escape(id)}</h2>`,
      `<p>${agreement.same} of ${count(agreement.shared, 'result')} ${agreement.same === 1 ? 'agrees' : 'agree'} to the bit with what is committed.` +
        `${page === null ? '' : ` <a href="${link(page)}">How to read this experiment</a>`}</p>`,
      ...(verdicts.length === 0
        ? []
        : [
            '<table><tr><th>Claim</th><th>Verdict</th><th>Ours</th></tr>',
            ...verdicts.map(
              ({ statement, verdict, reason }) =>
                `<tr>${[statement, verdict, reason].map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`,
            ),
            '</table>',
          ]),
      ...figures.map((path) => `<p><img src="${link(path)}" alt="${link(path)}"></p>`),
      `<p>${others.map((path) => `<a href="${link(path)}">${link(path)}</a>`).join(' · ')}</p>`,
    ].join('\n');
  });
  const content = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>dsrnn reproduce, profile ${escape(profile)}</title>
<style>
body { font-family: sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em }
table { border-collapse: collapse } td, th { border: 1px solid #ccc; padding: .3em .6em; text-align: left }
img { max-width: 100% }
</style>
<h1>dsrnn reproduce, profile ${escape(profile)}</h1>
${sections.join('\n')}
</html>
`;
  return { name: `${profile}.html`, content };
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
