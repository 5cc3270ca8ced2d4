/**
 * Characters as pen strokes, and their compact binary form.
 *
 * The form is a sequence of 16-bit little-endian integers, one record after another:
 *
 *   code point, label, number of strokes, then for each stroke: number of points n, x1, y1, … xn, yn
 *
 * All are signed but the code point, which must lie below 65,536.
 */

/** A point of the pen: x to the right, y up, in units of the source. */
export type Point = readonly [x: number, y: number];

/** One character. Strokes in writing order, each of at least one point in writing direction. `label` is an integer. */
export interface StrokeCharacter {
  readonly character: string;
  readonly label: number;
  readonly strokes: readonly (readonly Point[])[];
}

/** The binary form. Coordinates are rounded to integers. Throws RangeError if a number does not fit its 16 bits. */
export function encodeCharacters(characters: readonly StrokeCharacter[]): Uint8Array {
  const numbers: number[] = [];
  const signed = (value: number): void => {
    if (!(value >= -32_768 && value < 32_768)) throw misfit(value);
    numbers.push(value);
  };
  for (const { character, label, strokes } of characters) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint >= 65_536) throw misfit(codePoint);
    numbers.push(codePoint);
    signed(label);
    signed(strokes.length);
    for (const stroke of strokes) {
      signed(stroke.length);
      for (const coordinate of stroke.flat()) signed(Math.round(coordinate));
    }
  }
  const bytes = new Uint8Array(2 * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((value, i) => view.setUint16(2 * i, value & 0xffff, true));
  return bytes;
}

/** Inverse of `encodeCharacters` for integer coordinates. Throws RangeError if the bytes end inside a record. */
export function decodeCharacters(bytes: Uint8Array): readonly StrokeCharacter[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  const next = (): number => {
    const value = view.getInt16(offset, true);
    offset += 2;
    return value;
  };
  const list = <Item>(item: () => Item): readonly Item[] => {
    const items = new Array<Item>(next());
    for (let i = 0; i < items.length; i++) items[i] = item();
    return items;
  };
  const characters: StrokeCharacter[] = [];
  while (offset < bytes.length) {
    const character = String.fromCodePoint(next() & 0xffff);
    const label = next();
    characters.push({ character, label, strokes: list(() => list((): Point => [next(), next()])) });
  }
  return characters;
}

function misfit(value: number): RangeError {
  return new RangeError(`${value} does not fit the 16 bits that a number of a stroke file has`);
}
