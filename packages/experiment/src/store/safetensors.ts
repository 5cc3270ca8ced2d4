/**
 * Named tensors as bytes in the format safetensors (https://github.com/huggingface/safetensors), which the tools of the field
 * read.
 *
 *   8 bytes   n, unsigned, little-endian
 *   n bytes   JSON {name: {dtype, shape, data_offsets: [begin, end]}, …, "__metadata__": {name: text}}, filled up with blanks
 *   the rest  the numbers, little-endian, row-major, one tensor after the other and nothing in between
 *
 * Of the kinds of numbers, float32 alone (`F32`): a model here has no others.
 */
import { canonicalJson } from '@dsrnn/records';
import { z } from 'zod';
import type { Checkpoint, SavedTensor } from '../run/trainer/checkpoint.ts';

/** What stands in such a file. */
export interface Safetensors {
  readonly tensors: Checkpoint;
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
const FLOAT_BYTES = 4;
const METADATA = '__metadata__';

const entry = z.strictObject({
  dtype: z.literal('F32'),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const header = z.object({ [METADATA]: z.record(z.string(), z.string()).default({}) }).catchall(entry);

/** The bytes of such a file; the same content gives the same bytes. */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const entries: Record<string, unknown> = { [METADATA]: metadata };
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    const begin = end;
    end += FLOAT_BYTES * values.length;
    entries[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const text = canonicalJson(entries);
  // So that the numbers begin at a multiple of 8, where they may be mapped.
  const json = Buffer.from(text.padEnd(text.length + ((8 - (Buffer.byteLength(text) % 8)) % 8)));
  const bytes = Buffer.alloc(LENGTH_BYTES + json.length + end);
  bytes.writeBigUInt64LE(BigInt(json.length));
  json.copy(bytes, LENGTH_BYTES);
  let at = LENGTH_BYTES + json.length;
  for (const { values } of tensors.values()) for (const value of values) at = bytes.writeFloatLE(value, at);
  return bytes;
}

/** What stands in the bytes of such a file, or why they are none. */
export function readSafetensors(bytes: Uint8Array): Safetensors | { readonly problem: string } {
  const head = readHeader(bytes);
  if ('problem' in head) return head;
  const data = new DataView(bytes.buffer, bytes.byteOffset + head.dataAt, bytes.byteLength - head.dataAt);
  const tensors = new Map<string, SavedTensor>();
  // In the order of their data, which is the order in which they were written.
  const inOrder = Object.entries(head.entries).sort(
    ([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1],
  );
  let end = 0;
  for (const [name, { shape, data_offsets: offsets }] of inOrder) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (offsets[0] !== end || offsets[1] !== end + FLOAT_BYTES * count || offsets[1] > data.byteLength)
      return { problem: `places "${name}" where its numbers cannot be` };
    const values = Float32Array.from({ length: count }, (_, i) =>
      data.getFloat32(offsets[0] + FLOAT_BYTES * i, true),
    );
    tensors.set(name, { shape, values });
    end = offsets[1];
  }
  if (end !== data.byteLength) return { problem: `has ${String(data.byteLength - end)} bytes too many` };
  return { tensors, metadata: head.metadata };
}

const notOne = 'is no safetensors file, or was cut off';

interface Header {
  readonly entries: Readonly<Record<string, z.infer<typeof entry>>>;
  readonly metadata: Safetensors['metadata'];
  readonly dataAt: number;
}

function readHeader(bytes: Uint8Array): Header | { readonly problem: string } {
  if (bytes.byteLength < LENGTH_BYTES) return { problem: notOne };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataAt = LENGTH_BYTES + Number(buffer.readBigUInt64LE());
  if (dataAt > bytes.byteLength) return { problem: notOne };
  try {
    const parsed = header.safeParse(JSON.parse(buffer.toString('utf8', LENGTH_BYTES, dataAt)));
    if (!parsed.success) return { problem: 'has a header that is not one of float32 tensors' };
    const { [METADATA]: metadata, ...entries } = parsed.data;
    return { entries: entries, metadata, dataAt };
  } catch {
    return { problem: notOne };
  }
}
