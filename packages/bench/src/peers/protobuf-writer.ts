/**
 * The four kinds of protobuf field that an ONNX file needs (protobuf encoding, https://protobuf.dev/programming-guides/encoding).
 *
 * A field is its key, `number · 8 + wire type`, then: type 0, a varint; type 2, the length as a varint and so many bytes.
 */

/** Bytes of one or more fields. */
export type Bytes = Uint8Array;

/** An integer of at least 0 below 2^53, seven bits a byte, the lowest first; the high bit says that more follow. */
export function varint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}

/** A field that holds an integer. */
export function integer(field: number, value: number): Bytes {
  return joined([varint(field * 8), varint(value)]);
}

/** A field that holds bytes: a message, or raw numbers. */
export function nested(field: number, ...content: readonly Bytes[]): Bytes {
  const body = joined(content);
  return joined([varint(field * 8 + 2), varint(body.length), body]);
}

/** A field that holds text. */
export function text(field: number, value: string): Bytes {
  return nested(field, new TextEncoder().encode(value));
}

/** Fields one after the other. */
export function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
