/** What every backend must compute alike: small models of every cell in every mode, on the reference engine. */
import { methodDefinition } from '@dsrnn/baselines';
import { cells } from '@dsrnn/core';
import type { RunSpec } from '@dsrnn/records';

/** A small model to compute with. */
export interface ConformanceCase {
  readonly cell: string;
  readonly mode: string;
  /** Without a backend. */
  readonly spec: Omit<RunSpec, 'backend' | 'engine'>;
}

type Kinded = RunSpec['method'];

/** How channels take part: no masks, masks of every kind of router, estimator and rule, thresholds, masked weights. */
const modes: readonly (readonly [mode: string, method: Kinded])[] = [
  ['dense', { kind: 'dense' }],
  ['masks by step', { kind: 'ds' }],
  ['masks by step of x', { kind: 'ds', router: { input: 'x' } }],
  ['masks by sequence', { kind: 'ds', router: { input: 'mean' } }],
  ['inputs unmasked', { kind: 'ds', maskInputs: false, router: { input: 'first' } }],
  ['zero', { kind: 'ds', inactive: 'zero' }],
  ['step before, in groups', { kind: 'ds', read: 'previous', groupSize: 4, router: { input: 'ema' } }],
  ['active-only', { kind: 'ds', estimator: { kind: 'active-only' } }],
  ['gumbel', { kind: 'ds', estimator: { kind: 'gumbel-top-k' } }],
  ['hard-concrete', { kind: 'ds', estimator: { kind: 'hard-concrete' } }],
  ['random masks', { kind: 'random-mask' }],
  ['delta', { kind: 'delta', initialTheta: 0.05 }],
  ['rigl', { kind: 'rigl', updateInterval: 5 }],
];
/** The state of a linear recurrence cannot be zeroed, and no product reads it. */
const nonlinearOnly = ['zero', 'step before, in groups'];

/** Steps of the short training. */
const TRAINING_STEPS = 12;

const task: Kinded = { kind: 'adding', length: 8, trainCount: 40, validationCount: 10, testCount: 10 };

/** Every cell in every mode that it has. */
export const conformanceCases: readonly ConformanceCase[] = cells.flatMap(({ kind, recurrence }) => {
  // Enough channels that layer norm over a tenth of them is not constant.
  const architecture = recurrence === 'linear' ? { kind, units: 24, stateSize: 4 } : { kind, units: 10 };
  return modes
    .filter(([mode]) => recurrence !== 'linear' || !nonlinearOnly.includes(mode))
    .map(([mode, method]) => ({
      cell: kind,
      mode,
      spec: {
        architecture,
        method,
        sparsity: methodDefinition(method.kind).sparse ? 0.9 : 0,
        sparsityOf: 'macs',
        task,
        train: {
          steps: TRAINING_STEPS,
          batchSize: 8,
          warmupSteps: 2,
          evaluateEvery: 4,
          select: 'last',
        },
        seed: 1,
      },
    }));
});

/** The case in a fraction of the time: fewer steps of shorter sequences. What they compute is the same. */
export function shortened({ spec, ...one }: ConformanceCase): ConformanceCase {
  const { architecture, method, task: adding, train } = spec;
  return {
    ...one,
    spec: {
      ...spec,
      architecture: architecture.kind === 'ltc' ? { ...architecture, unfolds: 2 } : architecture,
      method: method.kind === 'rigl' ? { ...method, updateInterval: 2 } : method,
      task: { ...adding, length: 4 },
      train: { ...train, steps: 4, evaluateEvery: 2 },
    },
  };
}
