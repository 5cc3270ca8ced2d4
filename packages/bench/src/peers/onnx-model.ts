/**
 * An ONNX file with one recurrent layer, batch 1, whose state is input and output: what a streaming application feeds back.
 *
 * Field numbers, of onnx.proto (IR version 8, opset 14):
 *   ModelProto      1 ir_version, 7 graph, 8 opset_import      OperatorSetIdProto  1 domain, 2 version
 *   GraphProto      1 node, 2 name, 5 initializer, 11 input, 12 output
 *   NodeProto       1 input, 2 output, 3 name, 4 op_type, 5 attribute
 *   AttributeProto  1 name, 3 i, 20 type (2 = INT)
 *   TensorProto     1 dims, 2 data_type (1 = FLOAT), 8 name, 9 raw_data (little endian)
 *   ValueInfoProto  1 name, 2 type      TypeProto 1 tensor_type      TypeProto.Tensor  1 elem_type, 2 shape
 *   TensorShapeProto 1 dim      Dimension  1 dim_value, 2 dim_param
 *
 * Gates, which ONNX keeps in blocks of rows [1, gates · H, inputs]: LSTM i, o, f, c; GRU z, r, h with
 * `linear_before_reset` 1, so that r multiplies the product as in our cell. B = [W_b R_b], [1, 2 · gates · H].
 */
import { integer, joined, nested, text, varint, type Bytes } from './protobuf-writer.ts';

/** A recurrent layer in our layout: wx `[features, gates · units]`, wh `[units, gates · units]`, see the cells. */
export interface LayerWeights {
  readonly kind: 'lstm' | 'gru';
  readonly features: number;
  readonly units: number;
  readonly wx: ArrayLike<number>;
  readonly wh: ArrayLike<number>;
  /** `[gates · units]` */
  readonly b: ArrayLike<number>;
  /** `[units]`: the bias inside the reset of the gru's candidate; empty for the lstm. */
  readonly bn: ArrayLike<number>;
}

/** Of each ONNX gate the place among ours (i, f, o, g and r, z, n). */
const gateOrder = { lstm: [0, 2, 1, 3], gru: [1, 0, 2] } as const;

const FLOAT = 1;
const INT_ATTRIBUTE = 2;
/** A dimension that a call chooses. */
const TIME = 'time';

/**
 * Bytes of the model. Inputs x `[time, 1, features]`, h0 and (lstm) c0 `[1, 1, units]`; outputs y `[time, 1, 1, units]`,
 * h and c of the last step.
 */
export function onnxModel(weights: LayerWeights): Bytes {
  const { kind, features, units } = weights;
  const order = gateOrder[kind];
  const gates = order.length;
  const rows = gates * units;
  const bias = new Float32Array(2 * rows);
  bias.set(reordered(weights.b, 1, units, order));
  if (kind === 'gru') bias.set(Float32Array.from(weights.bn), rows + 2 * units);

  const states = kind === 'lstm' ? ['h', 'c'] : ['h'];
  const firstStates = states.map((name) => `${name}0`);
  const node = nested(
    1,
    ...['x', 'W', 'R', 'B', '', ...firstStates].map((name) => text(1, name)), // '' is sequence_lens, left out
    ...['y', ...states].map((name) => text(2, name)),
    text(3, kind),
    text(4, kind.toUpperCase()),
    attribute('hidden_size', units),
    ...(kind === 'gru' ? [attribute('linear_before_reset', 1)] : []),
  );
  const graph = [
    node,
    text(2, 'step'),
    initializer('W', [1, rows, features], reordered(weights.wx, features, units, order)),
    initializer('R', [1, rows, units], reordered(weights.wh, units, units, order)),
    initializer('B', [1, 2 * rows], bias),
    valueInfo(11, 'x', [TIME, 1, features]),
    ...firstStates.map((name) => valueInfo(11, name, [1, 1, units])),
    valueInfo(12, 'y', [TIME, 1, 1, units]),
    ...states.map((name) => valueInfo(12, name, [1, 1, units])),
  ];
  return joined([integer(1, 8), nested(7, ...graph), nested(8, text(1, ''), integer(2, 14))]);
}

function attribute(name: string, value: number): Bytes {
  return nested(5, text(1, name), integer(3, value), integer(20, INT_ATTRIBUTE));
}

function initializer(name: string, dims: readonly number[], values: Float32Array): Bytes {
  const packedDims = nested(1, ...dims.map(varint));
  const raw = new Uint8Array(values.length * 4);
  const view = new DataView(raw.buffer);
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return nested(5, packedDims, integer(2, FLOAT), text(8, name), nested(9, raw));
}

function valueInfo(field: number, name: string, dims: readonly (number | string)[]): Bytes {
  const shape = dims.map((dim) => nested(1, typeof dim === 'number' ? integer(1, dim) : text(2, dim)));
  return nested(field, text(1, name), nested(2, nested(1, integer(1, FLOAT), nested(2, ...shape))));
}

/** From `[inputs, gates · units]` in our order to `[gates · units, inputs]` in that of `order`. */
function reordered(
  matrix: ArrayLike<number>,
  inputs: number,
  units: number,
  order: readonly number[],
): Float32Array {
  const columns = order.length * units;
  const out = new Float32Array(columns * inputs);
  order.forEach((ours, gate) => {
    for (let unit = 0; unit < units; unit++) {
      for (let j = 0; j < inputs; j++) {
        out[(gate * units + unit) * inputs + j] = matrix[j * columns + ours * units + unit]!;
      }
    }
  });
  return out;
}
