import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCharacters, encodeCharacters } from './stroke-characters.ts';

it('writes the records as the comment says, by hand', () => {
  const bytes = encodeCharacters([{ character: '一', label: 3, strokes: [[[1, -2]]] }]);
  // U+4E00, 3, one stroke, one point, 1, −2
  expect([...bytes]).toEqual([0x00, 0x4e, 3, 0, 1, 0, 1, 0, 1, 0, 0xfe, 0xff]);
});

const coordinate = fc.integer({ min: -32_768, max: 32_767 });
const strokes = fc.array(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 4,
});
const character = fc.integer({ min: 0x4e00, max: 0xfaff }).map((code) => String.fromCodePoint(code));

it('gives back what it was given, at any place in a buffer', () => {
  const list = fc.array(fc.record({ character, label: fc.integer({ min: 0, max: 214 }), strokes }));
  fc.assert(
    fc.property(list, (characters) => {
      const bytes = encodeCharacters(characters);
      const shifted = new Uint8Array(bytes.length + 3);
      shifted.set(bytes, 3);
      expect(decodeCharacters(shifted.subarray(3))).toEqual(characters);
    }),
  );
});

it('rounds coordinates to whole numbers', () => {
  const bytes = encodeCharacters([{ character: '二', label: 0, strokes: [[[1.4, -2.6]]] }]);
  expect(decodeCharacters(bytes)[0]?.strokes).toEqual([[[1, -3]]]);
});

it('refuses numbers beyond 16 bits and bytes that end in the middle', () => {
  const one = (x: number) => [{ character: '一', label: 0, strokes: [[[x, 0] as const]] }];
  expect(() => encodeCharacters(one(32_768))).toThrow(RangeError);
  expect(() => encodeCharacters([{ character: '𠀀', label: 0, strokes: [] }])).toThrow(/131072/);
  expect(() => decodeCharacters(encodeCharacters(one(1)).subarray(0, 10))).toThrow(RangeError);
});
