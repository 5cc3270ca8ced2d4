/** Small subjects whose task has parts, for the tests of the probes of parts. */
import { createModel, tf, type SequenceModel } from '@dsrnn/core';
import type { Dataset, Examples, PartsShape } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import type { ProbeSubject } from '../src/probe.ts';
import { interferenceSubject, type SubjectMethod, type SubjectSizes } from './interference-subject.ts';

/** A split of sequences by part: `inputs` `[time, features]` flat, and their classes. */
export type SplitByPart = readonly (readonly {
  readonly inputs: readonly number[];
  readonly target: number;
}[])[];

/** Examples of all parts, interleaved as far as they go. */
export function splitOf(byPart: SplitByPart): Examples {
  const longest = Math.max(...byPart.map(({ length }) => length));
  const order = Array.from({ length: longest }, (_, i) =>
    byPart.flatMap((own, part) => (own[i] === undefined ? [] : [{ part, ...own[i] }])),
  ).flat();
  return {
    count: order.length,
    inputs: Float32Array.from(order.flatMap(({ inputs }) => inputs)),
    targets: Int32Array.from(order, ({ target }) => target),
    parts: Int32Array.from(order, ({ part }) => part),
  };
}

/** A subject whose every split is the given one, with parts named a, b, c … */
export function subjectOf(method: SubjectMethod, sizes: SubjectSizes, byPart: SplitByPart): ProbeSubject {
  const split = splitOf(byPart);
  return withParts(interferenceSubject(method, sizes), byPart.length, () => split);
}

/** A subject of normal inputs whose examples belong to `count` parts in turns of the number of classes. */
export function randomSubject(method: SubjectMethod, sizes: SubjectSizes = {}, count = 3): ProbeSubject {
  const subject = interferenceSubject(method, sizes);
  const { classes = 3 } = sizes;
  return withParts(subject, count, (split) => ({
    ...split,
    parts: Int32Array.from({ length: split.count }, (_, i) => Math.floor(i / classes) % count),
  }));
}

function withParts(
  subject: ProbeSubject,
  count: number,
  change: (split: Examples) => Examples,
): ProbeSubject {
  const { data } = subject;
  const parts: PartsShape = { count, heads: 'shared', identity: { kind: 'none' } };
  const changed: Dataset = {
    ...data,
    parts,
    partNames: Array.from({ length: count }, (_, part) => String.fromCharCode(97 + part)),
    train: change(data.train),
    validation: change(data.validation),
    test: change(data.test),
  };
  return { ...subject, data: changed };
}

/**
 * The same subject told the part of an example by a one-hot vector, which the model replaces by a learned vector: its
 * recurrent part is to read one feature more than `subject.data` has.
 */
export function embeddedSubject(subject: ProbeSubject): ProbeSubject {
  const { data, model } = subject;
  const count = data.parts?.count ?? 0;
  const rng = createRng(8);
  const embedded: SequenceModel = createModel(model.recurrent, model.readout, rng, { count, size: 1 });
  const [before, after] = [data.features - 1, data.features - 1 + count];
  const told = (split: Examples): Examples => {
    const inputs = new Float32Array(split.count * data.time * after);
    for (let row = 0; row < split.count * data.time; row++) {
      inputs.set(split.inputs.subarray(row * data.features, row * data.features + before), row * after);
      inputs[row * after + before + (split.parts?.[Math.floor(row / data.time)] ?? 0)] = 1;
    }
    return { ...split, inputs };
  };
  for (const name of ['head.w', 'head.b']) model.parameters[name]?.dispose();
  return {
    ...subject,
    model: embedded,
    data: {
      ...data,
      features: after,
      parts: { count, heads: 'shared', identity: { kind: 'embedding', size: 1 } },
      train: told(data.train),
      validation: told(data.validation),
      test: told(data.test),
    },
  };
}

/** The values of everything that a checkpoint would hold. */
export function savedValues({ model }: ProbeSubject): number[][] {
  return Object.values(model.saved).map((variable) => [...variable.dataSync<'float32'>()]);
}

/** Masks whose hidden part is where the inputs are above 0: the features of the task are the masks of its units. */
export const masksFromInputs: NonNullable<SubjectMethod['gates']> = () => ({
  kind: 'masked',
  inactive: 'carry',
  masks: {
    scope: 'step',
    begin: () => ({
      at: (_t, x) => ({ x: null, h: tf.cast(tf.greater(x, 0), 'float32') }),
      penalty: () => null,
    }),
  },
});
