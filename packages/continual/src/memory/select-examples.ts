/** Examples picked out of others, and put together. Everything is copied: nothing shares memory with its source. */
import type { Examples } from '@dsrnn/datasets';

/** The examples at these indices, in their order. An index may come twice. */
export function selectExamples(examples: Examples, indices: ArrayLike<number>): Examples {
  const { count, inputs, targets, parts } = examples;
  const selected = {
    count: indices.length,
    inputs: new Float32Array(selectRows(inputs, inputs.length / count, indices)),
    targets: likeTargets(targets, selectRows(targets, targets.length / count, indices)),
  };
  return parts === undefined
    ? selected
    : { ...selected, parts: new Int32Array(selectRows(parts, 1, indices)) };
}

/**
 * All examples of a list, one after the other. Throws RangeError for an empty list, and where some know their part and
 * others do not.
 */
export function joinExamples(list: readonly Examples[]): Examples {
  const [first] = list;
  if (first === undefined) throw new RangeError('no examples to join: expected at least one');
  const joined = {
    count: list.reduce((sum, { count }) => sum + count, 0),
    inputs: new Float32Array(joinRows(list.map(({ inputs }) => inputs))),
    targets: likeTargets(first.targets, joinRows(list.map(({ targets }) => targets))),
  };
  const parts = list.flatMap((examples) => (examples.parts === undefined ? [] : [examples.parts]));
  if (parts.length === 0) return joined;
  if (parts.length < list.length)
    throw new RangeError('some of the examples to join know their part, others do not');
  return { ...joined, parts: new Int32Array(joinRows(parts)) };
}

/** How many numbers examples are made of: inputs, targets and, where they are known, parts. */
export function numbersOf({ inputs, targets, parts }: Examples): number {
  return inputs.length + targets.length + (parts?.length ?? 0);
}

type Numbers = Float32Array | Int32Array;

/** Rows of `width` numbers. Float64 holds every Float32 and Int32 exactly. */
function selectRows(values: Numbers, width: number, indices: ArrayLike<number>): Float64Array {
  const rows = new Float64Array(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * width;
    rows.set(values.subarray(from, from + width), i * width);
  }
  return rows;
}

function joinRows(list: readonly Numbers[]): Float64Array {
  const rows = new Float64Array(list.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const values of list) {
    rows.set(values, from);
    from += values.length;
  }
  return rows;
}

function likeTargets(model: Numbers, values: Float64Array): Numbers {
  return model instanceof Int32Array ? new Int32Array(values) : new Float32Array(values);
}
