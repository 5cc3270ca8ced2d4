/**
 * Code of Markdown pages as changes of files. A fence whose info string ends in `file=PATH` is a new file; with language
 * `diff` it is an edit of an existing one, in hunks parted by lines of `@@`, each of which must fit in exactly one place.
 */

/** A fence of a page that names a file. */
export interface Fence {
  readonly language: string;
  readonly path: string;
  readonly body: string;
}

/** The fences of a page, in their order. */
export function fencesOf(markdown: string): Fence[] {
  return [...markdown.matchAll(/^```(\w+) file=(\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, language, path, body]): Fence => ({ language: language!, path: path!, body: body! }),
  );
}

/** The text after the edit. Throws if a hunk fits nowhere or in several places. */
export function edited(text: string, { path, body }: Fence): string {
  return body.split(/^@@.*\n/m).reduce((before, hunk) => {
    const lines = hunk.replace(/\n$/, '').split('\n');
    const side = (dropped: string): string =>
      lines
        .filter((line) => !line.startsWith(dropped))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const places = before.split(side('+')).length - 1;
    if (places !== 1) throw new Error(`${path}: a hunk fits in ${String(places)} places:\n${hunk}`);
    return before.replace(side('+'), () => side('-'));
  }, text);
}
