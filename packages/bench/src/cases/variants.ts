/** Ways to make a model sparse that are measured for every architecture. */
import type { ModelSpec } from '../work/model-spec.ts';

/** The part of a model's spec that makes it sparse. */
export interface Variant extends Pick<ModelSpec, 'method' | 'sparsity' | 'sparsityOf' | 'identity'> {
  /** Last part of the id. */
  readonly name: string;
  readonly what: string;
}

/** θ_h / θ_x: the outputs of an untrained cell move far less than its inputs. */
const THETA_RATIO = 0.1;

const nine = { sparsity: 0.9, sparsityOf: 'macs' } as const;

/** One mask of single channels decides what a step computes and what it reads. */
const oneMask = { read: 'current', groupSize: 1, maskInputs: true } as const;
/** DS with such masks, and a gradient for all channels. */
/** A router as it is drawn, which learns at the rate of the cell, on a linear recurrence too. */
const unconditioned = { rateScale: 1, scaleInputs: false, centred: false } as const;

const dsOneMask = {
  ...{ kind: 'ds', ...oneMask, router: { input: 'auto', width: 16, ...unconditioned } },
  estimator: { kind: 'top-k-ste' },
} as const;

/** Nothing left out. */
export const dense: Variant = {
  name: 'dense',
  what: 'dense',
  method: { kind: 'dense' },
  sparsity: 0,
  sparsityOf: 'macs',
};

/** DS with the gradient of all channels, 90 % of the core's MACs left out: 31.6 % of the channels stay. */
export const ds: Variant = { name: 'ds', what: 'DS, a tenth of the MACs', method: dsOneMask, ...nine };

/** DS with 10 % of the channels, hence about 1 % of the MACs. */
export const dsChannels: Variant = {
  name: 'ds-channels',
  what: 'DS, a tenth of the channels',
  method: dsOneMask,
  sparsity: 0.9,
  sparsityOf: 'channels',
};

/** A delta network whose threshold was found on the measured inputs. */
export const delta: Variant = {
  name: 'delta',
  what: 'delta network, a tenth of the MACs',
  method: { kind: 'delta', steerShare: 0, thetaRatio: THETA_RATIO },
  ...nine,
};

/** One random mask for all inputs: what is left of DS without a router. */
export const fixedMacs: Variant = {
  name: 'macs',
  what: 'constant masks, a tenth of the MACs',
  method: { kind: 'fixed-mask', ...oneMask },
  ...nine,
};

/** The same with a tenth of the channels. */
export const fixedChannels: Variant = {
  name: 'channels',
  what: 'constant masks, a tenth of the channels',
  method: { kind: 'fixed-mask', ...oneMask },
  sparsity: 0.9,
  sparsityOf: 'channels',
};

const activeOnly = { kind: 'active-only' } as const;

/** DS whose gradient skips inactive channels too. */
export const dsActive: Variant = {
  name: 'ds-active',
  what: 'DS, gradient of active channels only',
  method: { ...dsOneMask, estimator: activeOnly },
  ...nine,
};

/** The same with channels in groups of 8 and all inputs read, for a linear recurrence: no product of it reads the state. */
export const dsLinearGroups: Variant = {
  name: 'ds-groups',
  what: 'DS, channels in groups of 8, gradient of active channels only',
  method: {
    ...{ kind: 'ds', read: 'current', groupSize: 8, maskInputs: false },
    ...{ router: { input: 'ema', width: 8, ...unconditioned }, estimator: activeOnly },
  },
  ...nine,
};

/** DS with one mask a sequence. */
export const dsSequence: Variant = {
  name: 'ds-sequence',
  what: 'DS, one mask a sequence',
  method: { ...dsOneMask, router: { input: 'mean', width: 16 } },
  ...nine,
};

/** Tasks of a batch in `ds-task`. */
const TASKS = 8;

/** Columns that the step before wrote, a small router of averages, all inputs read; see docs/methods.md. */
const previous = {
  ...{ kind: 'ds', read: 'previous', groupSize: 1, maskInputs: false },
  ...{ router: { input: 'ema', width: 8 }, estimator: activeOnly },
};

/** DS that reads the step before, units in groups of `groupSize`, a tenth of the MACs. */
const groups = (groupSize: number): Variant => ({
  name: groupSize === 8 ? 'ds-groups' : `ds-groups${groupSize}`,
  what: `DS, reads the step before, units in groups of ${groupSize}, gradient of active channels only`,
  method: { ...previous, groupSize },
  ...nine,
});

/** The same with a tenth of the channels. */
const groupsChannels = (groupSize: number): Variant => ({
  ...groups(groupSize),
  name: `${groups(groupSize).name}-channels`,
  what: `DS, reads the step before, units in groups of ${groupSize}, a tenth of the channels`,
  sparsityOf: 'channels',
});

/** Streams of LSTM and GRU that read the step before. */
export const streamedGroups: readonly Variant[] = [8, 16].flatMap((size) => [
  groups(size),
  groupsChannels(size),
]);

/** DS of LSTM and GRU as its gating and its gradient allow it to skip work. */
export const gatedVariants: readonly Variant[] = [
  {
    name: 'ds-previous',
    what: 'DS, reads the step before, gradient of active channels only',
    method: previous,
    ...nine,
  },
  groups(8),
  groups(16),
  {
    name: 'ds-sequence-active',
    what: 'DS, one mask a sequence, gradient of active channels only',
    method: { ...dsOneMask, router: { input: 'mean', width: 16 }, estimator: activeOnly },
    ...nine,
  },
  {
    name: 'ds-task',
    what: `DS, one mask a task, ${TASKS} tasks in the batch, gradient of active channels only`,
    method: {
      ...{ ...dsOneMask, maskInputs: false },
      ...{ router: { input: 'identity', width: 16 }, estimator: activeOnly },
    },
    identity: TASKS,
    ...nine,
  },
];

/** Variants of a training step, dense first. */
export const trainingVariants: readonly Variant[] = [
  dense,
  ds,
  dsActive,
  dsSequence,
  dsChannels,
  delta,
  {
    name: 'rigl',
    what: 'RigL, a tenth of the weights; between mask updates',
    method: { kind: 'rigl' },
    ...nine,
  },
];
