/** Whole training steps, on our kernels and on the engine composed of tfjs operations. */
import type { EngineName } from '@dsrnn/core';
import { plannedMacs } from '../work/model-spec.ts';
import { trainingWork, type TrainingSpec } from '../work/training-work.ts';
import { plain, type BenchCase } from './bench-case.ts';
import { dense, ds, trainingVariants, type Variant } from './variants.ts';

/** An architecture with the sizes that its training is measured at. */
interface Subject {
  readonly name: string;
  readonly architecture: TrainingSpec['architecture'];
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly variants: readonly Variant[];
  /** Smaller sizes for the reference engine, where it would take minutes. */
  readonly reduced?: { readonly batch: number; readonly time: number };
}

const CLASSES = 10;
const rows = { batch: 64, time: 28, features: 28 };

const subjects: readonly Subject[] = [
  { name: 'lstm', architecture: { kind: 'lstm', units: 128 }, ...rows, variants: trainingVariants },
  { name: 'gru', architecture: { kind: 'gru', units: 128 }, ...rows, variants: trainingVariants },
  { name: 'ltc', architecture: { kind: 'ltc', units: 64 }, ...rows, variants: trainingVariants },
  {
    name: 's4d',
    architecture: { kind: 's4d', units: 128 },
    ...{ batch: 64, time: 784, features: 1 },
    variants: [dense, ds],
    reduced: { batch: 8, time: 49 },
  },
];

/** All of them: for each architecture the variants on our engine, then on the reference. */
export const trainingCases: readonly BenchCase[] = subjects.flatMap((subject) =>
  (['fused', 'reference'] as const).flatMap((engine) =>
    subject.variants.map((variant) => trainingCase(subject, variant, engine)),
  ),
);

function trainingCase(subject: Subject, variant: Variant, engine: EngineName): BenchCase {
  const { name, architecture, batch, time, features } = subject;
  const { name: suffix, what, ...sparse } = variant;
  const full: TrainingSpec = { ...sparse, architecture, batch, time, features, outputs: CLASSES, engine };
  const reduced = engine === 'reference' ? subject.reduced : undefined;
  const macs = plannedMacs(full);
  const onReference = engine === 'reference' ? '-reference' : '';
  const id = (last: string): string => `train-${name}-${last}${onReference}`;
  return {
    ...plain,
    id: id(suffix),
    kind: 'train',
    group: `train-${name}${onReference}`,
    what: `${name.toUpperCase()}-${architecture.units}, batch ${batch}, ${time} steps of ${features}: ${what}${
      engine === 'reference' ? ', reference engine' : ''
    }`,
    macs: 3 * macs.total * batch * time,
    macRatio: macs.total / macs.dense,
    baseline: variant === dense ? null : id(dense.name),
    peers:
      engine === 'fused' && (name === 'lstm' || name === 'gru')
        ? [
            {
              peer: 'torch',
              column: 'torch',
              case: `${name}-train`,
              sizes: { batch, time, features, units: architecture.units, outputs: CLASSES },
            },
          ]
        : [],
    ...(reduced === undefined
      ? {}
      : {
          scale: (batch * time) / (reduced.batch * reduced.time),
          note:
            `extrapolated: measured at batch ${reduced.batch} and ${reduced.time} steps, ` +
            `times ${String((batch * time) / (reduced.batch * reduced.time))}`,
        }),
    start: () => trainingWork({ ...full, ...reduced }),
  };
}
