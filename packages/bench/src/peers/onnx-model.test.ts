import { expect, test } from 'vitest';
import { onnxModel, type LayerWeights } from './onnx-model.ts';

/** One feature and one unit: every gate is a single number. */
const lstm: LayerWeights = {
  ...{ kind: 'lstm', features: 1, units: 1 },
  wx: [1, 2, 3, 4],
  wh: [5, 6, 7, 8],
  b: [0.5, 0.25, 0, -1],
  bn: [],
};
const gru: LayerWeights = {
  ...{ kind: 'gru', features: 1, units: 1 },
  ...{ wx: [1, 2, 3], wh: [4, 5, 6], b: [7, 8, 9], bn: [10] },
};

/** Little-endian floats as they lie in a file. */
const floats = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);

/** An initializer: dims, float, name, raw data, each with its key and length. */
const tensor = (name: string, dims: number[], raw: Buffer): Buffer =>
  Buffer.from([
    ...[0x0a, dims.length, ...dims],
    ...[0x10, 1],
    ...[0x42, name.length, ...Buffer.from(name)],
    ...[0x4a, raw.length, ...raw],
  ]);

test('an LSTM file holds version, node, weights in the order i o f c, and shapes', () => {
  const bytes = Buffer.from(onnxModel(lstm));
  expect([...bytes.subarray(0, 3)]).toEqual([0x08, 8, 0x3a]); // ir_version 8, then the graph
  expect([...bytes.subarray(-6)]).toEqual([0x42, 4, 0x0a, 0, 0x10, 14]); // opset '' 14
  expect(bytes.includes(Buffer.from([0x22, 4, ...Buffer.from('LSTM')]))).toBe(true);
  // hidden_size = 1: name, i, type.
  const attribute = [0x0a, 11, ...Buffer.from('hidden_size'), 0x18, 1, 0xa0, 0x01, 2];
  expect(bytes.includes(Buffer.from([0x2a, attribute.length, ...attribute]))).toBe(true);
  expect(bytes.includes(tensor('W', [1, 4, 1], floats(1, 3, 2, 4)))).toBe(true);
  expect(bytes.includes(tensor('R', [1, 4, 1], floats(5, 7, 6, 8)))).toBe(true);
  expect(bytes.includes(tensor('B', [1, 8], floats(0.5, 0, 0.25, -1, 0, 0, 0, 0)))).toBe(true);
  // x is [time, 1, 1] of floats.
  const shape = [0x0a, 6, 0x12, 4, ...Buffer.from('time'), 0x0a, 2, 0x08, 1, 0x0a, 2, 0x08, 1];
  const type = [0x0a, shape.length + 4, 0x08, 1, 0x12, shape.length, ...shape];
  const info = [0x0a, 1, ...Buffer.from('x'), 0x12, type.length, ...type];
  expect(bytes.includes(Buffer.from([0x5a, info.length, ...info]))).toBe(true);
});

test('a GRU file has the gates z r h, the reset after the product, and its bias in the second half', () => {
  const bytes = Buffer.from(onnxModel(gru));
  expect(bytes.includes(tensor('W', [1, 3, 1], floats(2, 1, 3)))).toBe(true);
  expect(bytes.includes(tensor('R', [1, 3, 1], floats(5, 4, 6)))).toBe(true);
  expect(bytes.includes(tensor('B', [1, 6], floats(8, 7, 9, 0, 0, 10)))).toBe(true);
  const attribute = [0x0a, 19, ...Buffer.from('linear_before_reset'), 0x18, 1, 0xa0, 0x01, 2];
  expect(bytes.includes(Buffer.from([0x2a, attribute.length, ...attribute]))).toBe(true);
});

test('rows of a gate lie together, whatever the number of units', () => {
  // Two features, two units, gates of our order r, z, n: columns r0 r1 z0 z1 n0 n1.
  const bytes = Buffer.from(
    onnxModel({
      ...{ kind: 'gru', features: 2, units: 2 },
      wx: [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15],
      wh: new Float32Array(12),
      b: new Float32Array(6),
      bn: [0, 0],
    }),
  );
  expect(bytes.includes(tensor('W', [1, 6, 2], floats(2, 12, 3, 13, 0, 10, 1, 11, 4, 14, 5, 15)))).toBe(true);
});
