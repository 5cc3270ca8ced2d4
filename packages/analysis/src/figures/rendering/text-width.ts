/** Widths of text in a TrueType font, from its `cmap` (character to glyph) and `hmtx` (glyph to width) tables. */
import { AnalysisError } from '../../errors.ts';

/** Width of a text in em. */
export type TextWidth = (text: string) => number;

/**
 * A function that sums the advance widths of the characters of a text, kerning left aside.
 * A character that the font lacks has the width of glyph 0. Reads the Unicode (BMP, format 4) character map.
 * Throws AnalysisError if the font has no such map.
 */
export function advanceWidths(font: Uint8Array): TextWidth {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const unitsPerEm = view.getUint16(tableOffset(view, 'head') + 18);
  const metricCount = view.getUint16(tableOffset(view, 'hhea') + 34);
  const metrics = tableOffset(view, 'hmtx');
  const glyphOf = characterMap(view);
  return (text) => {
    let units = 0;
    for (let i = 0; i < text.length; i++) {
      const glyph = Math.min(glyphOf(text.charCodeAt(i)), metricCount - 1); // the last width holds for the rest
      units += view.getUint16(metrics + 4 * glyph);
    }
    return units / unitsPerEm;
  };
}

function tableOffset(view: DataView, name: string): number {
  const count = view.getUint16(4);
  for (let i = 0; i < count; i++) {
    const record = 12 + 16 * i;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(record + byte)));
    if (tag === name) return view.getUint32(record + 8);
  }
  throw new AnalysisError(`font: has no table ${name}; expected a TrueType font`);
}

/** Looks up a character in the segments of a format 4 map (OpenType specification, `cmap`). */
function characterMap(view: DataView): (code: number) => number {
  const map = formatFourOffset(view);
  const segments = view.getUint16(map + 6) / 2;
  const ends = map + 14;
  const starts = ends + 2 * segments + 2;
  const deltas = starts + 2 * segments;
  const ranges = deltas + 2 * segments;
  return (code) => {
    for (let i = 0; i < segments; i++) {
      if (code > view.getUint16(ends + 2 * i)) continue;
      const start = view.getUint16(starts + 2 * i);
      if (code < start) return 0;
      const delta = view.getUint16(deltas + 2 * i);
      const range = view.getUint16(ranges + 2 * i);
      if (range === 0) return (code + delta) & 0xffff;
      const glyph = view.getUint16(ranges + 2 * i + range + 2 * (code - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

function formatFourOffset(view: DataView): number {
  const cmap = tableOffset(view, 'cmap');
  const count = view.getUint16(cmap + 2);
  for (let i = 0; i < count; i++) {
    const offset = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    if (view.getUint16(offset) === 4) return offset;
  }
  throw new AnalysisError(
    'font: has no character map of format 4; expected a TrueType font with Unicode characters',
  );
}
