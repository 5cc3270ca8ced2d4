/** Small subjects for the tests of the probe of interference. */
import {
  aheadOfState,
  asParameters,
  cellDefinition,
  createModel,
  disposeParameters,
  ds,
  macCount,
  passive,
  softmaxCrossEntropy,
  tf,
  type Gating,
  type Mode,
  type Parameters,
  type RecurrentModel,
  type SequenceModel,
} from '@dsrnn/core';
import { toyContext, toySettings } from '@dsrnn/core/testing';
import type { Dataset, Examples } from '@dsrnn/datasets';
import { createRng, type Rng } from '@dsrnn/portable';
import type { ProbeSubject } from '../src/probe.ts';

/** Sizes of a subject. */
export interface SubjectSizes {
  readonly time?: number;
  readonly features?: number;
  readonly units?: number;
  readonly classes?: number;
  readonly examples?: number;
}

/** A method of a subject: `gates` and `buffers` make one of a plain cell. */
export interface SubjectMethod {
  readonly cell?: string;
  /** DS with these settings, at so much sparsity of the MACs. */
  readonly ds?: Readonly<Record<string, unknown>>;
  readonly sparsity?: number;
  readonly gates?: (noise: Rng, mode: Mode) => Gating;
  readonly buffers?: () => Parameters;
}

/** A subject whose model is freshly initialised, biases too; free it with `subject.model.dispose()`. */
export function interferenceSubject(
  method: SubjectMethod,
  { time = 5, features = 4, units = 8, classes = 3, examples = 24 }: SubjectSizes = {},
): ProbeSubject {
  const rng = createRng(4);
  const cell = cellDefinition(method.cell ?? 'lstm');
  let recurrent: RecurrentModel;
  if (method.ds !== undefined) {
    const context = toyContext(ds, cell, {
      config: method.ds,
      units,
      features,
      time,
      sparsity: method.sparsity ?? 0.75,
    });
    recurrent = ds.create(context, rng);
  } else {
    const settings = toySettings(cell, units);
    const parameters = asParameters(cell.init(settings, features, rng.fork('init/cell')));
    const buffers = method.buffers?.() ?? {};
    recurrent = {
      ...passive,
      cell,
      settings,
      parameters,
      buffers,
      gating: (mode) => method.gates?.(mode.noise, mode) ?? { kind: 'dense' },
      macs: () => macCount(1, 1, 0),
      dispose: () => {
        disposeParameters(parameters);
        disposeParameters(buffers);
      },
    };
  }
  const model = createModel(recurrent, { kind: recurrent.settings.readout, outputs: classes }, rng);
  shiftVectors(model, rng.fork('shift'));
  return {
    model,
    data: classData({ time, features, classes, examples }, rng.fork('data')),
    lossOf: (outputs, batch) => softmaxCrossEntropy(outputs as tf.Tensor2D, batch.targets as Int32Array),
    rng: rng.fork('probe'),
  };
}

/** A gating with a new mask of half the channels for every example and step, from the noise of the pass. */
export function randomGating(features: number, units: number, noise: Rng): Gating {
  return {
    kind: 'masked',
    inactive: 'carry',
    masks: aheadOfState('step', 'none', (xs) => {
      const draw = (n: number): tf.Tensor3D =>
        tf.tensor3d(
          Float32Array.from({ length: xs.shape[0] * xs.shape[1] * n }, () => noise.integer(2)),
          [xs.shape[1], xs.shape[0], n],
        );
      return { block: { x: draw(features), h: draw(units) }, penalty: null };
    }),
  };
}

/** Sequences of normal numbers, shifted by class in the first feature; labels 0, 1 … 0, 1 … */
function classData(
  { time, features, classes, examples }: Required<Omit<SubjectSizes, 'units'>>,
  rng: Rng,
): Dataset {
  const split = (): Examples => ({
    count: examples,
    inputs: Float32Array.from({ length: examples * time * features }, (_, i) => {
      const label = Math.floor(i / (time * features)) % classes;
      return rng.normal() + (i % features === 0 ? label - 1 : 0);
    }),
    targets: Int32Array.from({ length: examples }, (_, i) => i % classes),
  });
  const shape = { time, features, target: { kind: 'class', classes }, metric: 'accuracy' } as const;
  return { ...shape, train: split(), validation: split(), test: split(), floors: [] };
}

/** Biases begin at 0, which would hide mistakes about them. */
function shiftVectors({ parameters }: SequenceModel, rng: Rng): void {
  for (const variable of Object.values(parameters)) {
    if (variable.rank !== 1) continue;
    tf.tidy(() => {
      const shift = Float32Array.from({ length: variable.size }, () => 0.3 * rng.normal());
      variable.assign(tf.add(variable, tf.tensor1d(shift)));
    });
  }
}
