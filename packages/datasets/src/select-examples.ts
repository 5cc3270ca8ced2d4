/** Examples picked out of others, and put together. Everything is copied: nothing shares memory with its source. */
import type { Examples } from './dataset.ts';

type Numbers = Float32Array | Int32Array;

/** The examples at these indices, in their order. An index may come twice. */
export function selectExamples(
  { count, inputs, targets, parts }: Examples,
  indices: ArrayLike<number>,
): Examples {
  const rowsOf = <Values extends Numbers>(values: Values): Values => {
    const width = values.length / count;
    const rows = ofType(values, indices.length * width);
    for (let i = 0; i < indices.length; i++) {
      const from = indices[i]! * width;
      rows.set(values.subarray(from, from + width), i * width);
    }
    return rows;
  };
  const selected = { count: indices.length, inputs: rowsOf(inputs), targets: rowsOf(targets) };
  return parts === undefined ? selected : { ...selected, parts: rowsOf(parts) };
}

/**
 * All examples of a list, one after the other; targets are of one array type. Throws RangeError for an empty list, and
 * where some know their part and others do not.
 */
export function joinExamples(list: readonly Examples[]): Examples {
  const [first] = list;
  if (first === undefined) throw new RangeError('no examples to join: expected at least one');
  const joined = {
    count: list.reduce((sum, { count }) => sum + count, 0),
    inputs: joinRows(list.map(({ inputs }) => inputs)),
    targets: joinRows<Numbers>(list.map(({ targets }) => targets)),
  };
  const parts = list.flatMap((examples) => (examples.parts === undefined ? [] : [examples.parts]));
  if (parts.length === 0) return joined;
  if (parts.length < list.length)
    throw new RangeError('some of the examples to join know their part, others do not');
  return { ...joined, parts: joinRows(parts) };
}

function joinRows<Values extends Numbers>(list: readonly Values[]): Values {
  const joined = ofType(
    list[0]!,
    list.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const values of list) {
    joined.set(values, at);
    at += values.length;
  }
  return joined;
}

/** Zeros, as many as asked for, of the type of other numbers. */
function ofType<Values extends Numbers>(model: Values, length: number): Values {
  return (model instanceof Int32Array ? new Int32Array(length) : new Float32Array(length)) as Values;
}
