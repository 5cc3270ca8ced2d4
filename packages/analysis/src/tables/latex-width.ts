/** How wide text is when LaTeX sets it: needed to know which columns fit on a line, before any LaTeX has run. */

/** Thousandths of the size of the font, Computer Modern Roman at 8 points (cmr8.tfm), rounded up in groups. */
const WIDTHS: readonly (readonly [width: number, characters: string])[] = [
  [300, "ijl.,:;[]|!'"],
  [420, 'frst()- `'],
  [480, 'cez"_'],
  [540, 'agoJ0123456789–/?*^'],
  [600, 'bdhnpquSvkxy$'],
  [700, 'LZFI{}²½'],
  [790, 'wEPRTBCDAHNUVXY'],
  [890, 'mGKOQ%&+=<>~\\@#−×≤≥±≈'],
  [1100, 'MW—'],
];
const WIDTH_OF = new Map(
  WIDTHS.flatMap(([width, characters]) => Array.from(characters).map((c) => [c, width])),
);
/** Of a character that is not listed; few are wider. */
const OTHER = 1100;

/** Size of the font, in points: `\footnotesize` of a document whose text is set in 10 points. */
const FONT_SIZE = 8;

/** An upper bound of the width of a line of text in `\footnotesize`, in points. */
export function latexWidth(text: string): number {
  let thousandths = 0;
  for (const character of text) thousandths += WIDTH_OF.get(character) ?? OTHER;
  return (thousandths / 1000) * FONT_SIZE;
}

/** Lines of whole words, none wider than `width` points unless a word is. Never empty. */
export function linesWithin(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)!} ${word}`;
    if (lines.length > 0 && latexWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
