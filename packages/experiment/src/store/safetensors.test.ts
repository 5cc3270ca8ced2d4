import { expect, it } from 'vitest';
import { readSafetensors, writeSafetensors, type Safetensors } from './safetensors.ts';

/**
 * From Python, safetensors 0.8.0:
 * save({'w': np.array([[1, -2.5, 0], [3, 4, 1e-3]], np.float32), 'b': np.array(0.5, np.float32)}, {'made-by': 'safetensors'})
 */
const golden = Buffer.from(
  'mAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJtYWRlLWJ5Ijoic2FmZXRlbnNvcnMifSwiYiI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbXSwiZGF0YV9v' +
    'ZmZzZXRzIjpbMCw0XX0sInciOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsM10sImRhdGFfb2Zmc2V0cyI6WzQsMjhdfX0gIAAAAD8AAIA/AAAgwAAA' +
    'AAAAAEBAAACAQG8Sgzo=',
  'base64',
);
const content: Safetensors = {
  tensors: new Map([
    ['b', { shape: [], values: Float32Array.of(0.5) }],
    ['w', { shape: [2, 3], values: Float32Array.of(1, -2.5, 0, 3, 4, 1e-3) }],
  ]),
  metadata: { 'made-by': 'safetensors' },
};

it('reads what the reference implementation wrote', () => {
  expect(readSafetensors(golden)).toEqual(content);
});

it('writes numbers that begin at a multiple of 8, and reads them back, from within another buffer too', () => {
  const bytes = writeSafetensors(content);
  expect((8 + Number(Buffer.from(bytes).readBigUInt64LE())) % 8).toBe(0);
  const shifted = new Uint8Array(bytes.length + 3).fill(7);
  shifted.set(bytes, 3);
  expect(readSafetensors(shifted.subarray(3))).toEqual(content);
  expect(readSafetensors(writeSafetensors({ tensors: new Map(), metadata: {} }))).toEqual({
    tensors: new Map(),
    metadata: {},
  });
});

const withHeader = (header: unknown, data: number): Buffer => {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(data)]);
};

it.each([
  ['nothing', Buffer.alloc(0), /no safetensors file/],
  ['text', Buffer.from('{"some": "json"}'), /no safetensors file/],
  ['a part', golden.subarray(0, 100), /no safetensors file/],
  ['numbers that are cut off', golden.subarray(0, -1), /"w" where its numbers cannot be/],
  ['more numbers than tensors', Buffer.concat([golden, Buffer.alloc(4)]), /4 bytes too many/],
  [
    'other numbers',
    withHeader({ a: { dtype: 'F64', shape: [1], data_offsets: [0, 8] } }, 8),
    /not one of float32/,
  ],
  [
    'a hole',
    withHeader({ a: { dtype: 'F32', shape: [1], data_offsets: [4, 8] } }, 8),
    /"a" where its numbers cannot be/,
  ],
])('refuses %s', (_, bytes, problem) => {
  expect(readSafetensors(bytes)).toEqual({ problem: expect.stringMatching(problem) as string });
});
