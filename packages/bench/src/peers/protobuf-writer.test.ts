import { expect, test } from 'vitest';
import { integer, joined, nested, text, varint } from './protobuf-writer.ts';

test.each([
  [0, [0]],
  [127, [127]],
  [128, [0x80, 1]],
  [300, [0xac, 2]], // the example of the encoding's own guide
  [2 ** 32, [0x80, 0x80, 0x80, 0x80, 0x10]],
])('%d as a varint', (value, bytes) => {
  expect([...varint(value)]).toEqual(bytes);
});

test('fields begin with their number and wire type', () => {
  expect([...integer(1, 150)]).toEqual([0x08, 0x96, 0x01]);
  expect([...text(2, 'testing')]).toEqual([0x12, 7, ...Buffer.from('testing')]);
  expect([...nested(3, integer(1, 150))]).toEqual([0x1a, 3, 0x08, 0x96, 0x01]);
  expect([...integer(20, 2)]).toEqual([0xa0, 0x01, 2]); // 20 · 8 = 160 takes two bytes
  expect([...joined([varint(1), varint(2)])]).toEqual([1, 2]);
});
