/** Whole training steps, on our kernels and on the engine composed of tfjs operations, which other backends run too. */
import type { BackendName, EngineName } from '@dsrnn/core';
import { plannedMacs } from '../work/model-spec.ts';
import { trainingWork, type TrainingSpec } from '../work/training-work.ts';
import { plain, type BenchCase } from './bench-case.ts';
import {
  dense,
  ds,
  dsActive,
  dsLinearGroups,
  dsSequence,
  gatedVariants,
  trainingVariants,
  type Variant,
} from './variants.ts';

/** An architecture with the sizes that its training is measured at. */
interface Subject {
  /** Part of the id. */
  readonly name: string;
  readonly architecture: TrainingSpec['architecture'];
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly variants: readonly Variant[];
  /** Measured on our engine only. */
  readonly further: readonly Variant[];
  /** Smaller sizes for the reference engine, where it would take minutes. */
  readonly reduced?: { readonly batch: number; readonly time: number };
}

const CLASSES = 10;
const rows = { batch: 64, time: 28, features: 28 };

/** Every way to skip work, at several widths. */
const gated = (kind: 'lstm' | 'gru', units: number, features: number, time = 28): Subject => ({
  name: `${kind}${units}${time === 28 ? '' : `t${time}`}`,
  architecture: { kind, units },
  ...{ batch: 64, time, features },
  variants: [],
  further: [dense, ds, dsActive, dsSequence, ...gatedVariants],
});

/** What a step costs whatever its products: a tiny layer, or a single step of a wide one. */
const fixedCost = (units: number, features: number, time: number): Subject => ({
  ...gated('lstm', units, features, time),
  further: [dense, dsActive],
});

const subjects: readonly Subject[] = [
  {
    ...{ name: 'lstm', architecture: { kind: 'lstm', units: 128 }, ...rows },
    ...{ variants: trainingVariants, further: gatedVariants },
  },
  gated('lstm', 128, 28, 64),
  gated('lstm', 256, 64),
  gated('lstm', 256, 64, 64),
  gated('lstm', 512, 128),
  gated('lstm', 512, 128, 64),
  fixedCost(4, 28, 28),
  fixedCost(512, 128, 1),
  {
    ...{ name: 'gru', architecture: { kind: 'gru', units: 128 }, ...rows },
    ...{ variants: trainingVariants, further: gatedVariants },
  },
  gated('gru', 256, 64),
  gated('gru', 512, 128),
  {
    ...{ name: 'ltc', architecture: { kind: 'ltc', units: 64 }, ...rows },
    ...{ variants: trainingVariants, further: [] },
  },
  {
    name: 's4d',
    architecture: { kind: 's4d', units: 128 },
    ...{ batch: 64, time: 784, features: 1 },
    variants: [dense, ds],
    further: [dsActive, dsLinearGroups],
    reduced: { batch: 8, time: 49 },
  },
];

/** All of them: for each architecture the variants on our engine, then some on the reference. */
export const trainingCases: readonly BenchCase[] = subjects.flatMap((subject) => [
  ...[...subject.variants, ...subject.further].map((one) => trainingCase(subject, one, 'wasm', 'fused')),
  ...subject.variants.map((one) => trainingCase(subject, one, 'wasm', 'reference')),
]);

/** Dense and DS on the reference engine of another backend than wasm. Each is measured beside our engine. */
export function backendCases(backend: BackendName): readonly BenchCase[] {
  return subjects.flatMap((subject) =>
    subject.variants
      .filter(({ method: { kind } }) => kind === 'dense' || kind === 'ds')
      .map((variant) => trainingCase(subject, variant, backend, 'reference')),
  );
}

function trainingCase(
  subject: Subject,
  variant: Variant,
  backend: BackendName,
  engine: EngineName,
): BenchCase {
  const { name, architecture, batch, time, features } = subject;
  const { name: suffix, what, identity = 0, ...sparse } = variant;
  const full: TrainingSpec = {
    ...{ ...sparse, identity, architecture, batch, time, features: features + identity },
    ...{ outputs: CLASSES, backend, engine },
  };
  const reduced = reducedSizes(subject, backend, engine);
  const macs = plannedMacs(full);
  const other = backend !== 'wasm';
  const [last, where] = other
    ? [`-${backend}`, `, on ${backend}`]
    : engine === 'reference'
      ? ['-reference', ', reference engine']
      : ['', ''];
  const id = (of: string): string => `train-${name}-${of}${last}`;
  return {
    ...plain,
    id: id(suffix),
    kind: 'train',
    // Another backend takes turns with our engine.
    group: `train-${name}${other ? '' : last}`,
    what: `${architecture.kind.toUpperCase()}-${architecture.units}, batch ${batch}, ${time} steps of ${features}: ${what}${where}`,
    macs: 3 * macs.total * batch * time,
    macRatio: macs.total / macs.dense,
    baseline: variant === dense ? null : id(dense.name),
    backend,
    beside: other ? `train-${name}-${suffix}` : null,
    peers:
      engine === 'fused' && (architecture.kind === 'lstm' || architecture.kind === 'gru')
        ? [
            {
              peer: 'torch',
              column: 'torch',
              case: `${architecture.kind}-train`,
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
            `times ${(batch * time) / (reduced.batch * reduced.time)}`,
        }),
    start: () => trainingWork({ ...full, ...reduced }),
  };
}

/** Sizes to measure at instead, or undefined. A larger batch costs a GPU hardly more, so there only steps are left out. */
function reducedSizes(
  { batch, reduced }: Subject,
  backend: BackendName,
  engine: EngineName,
): Subject['reduced'] {
  if (engine === 'fused' || reduced === undefined) return undefined;
  return backend === 'wasm' ? reduced : { batch, time: reduced.time };
}
