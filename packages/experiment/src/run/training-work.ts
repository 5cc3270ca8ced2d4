/**
 * How much work training is, in multiply-accumulates that take as long as those of a dense product on the same engine.
 * Serves estimates of time only: the speed itself is measured.
 */
import {
  denseMacs,
  estimatorDefinition,
  gradientsOfPeriod,
  type MacCount,
  type MethodContext,
  type MethodPlan,
} from '@dsrnn/core';
import type { ResolvedSpec } from '../spec/resolved-spec.ts';

/**
 * What dispatching the operations of one time step costs on the reference engine. Fitted to the step times of dense
 * LSTMs of 16 to 128 units (batch 32, 14 inputs).
 */
const DISPATCH_MACS = 6e5;
/** Products over active sub-matrices do about so many times fewer MACs a second than dense ones. */
const GATHER_FACTOR = 2.3;
/** Gates and states of one unit, step and sample, forward and backward, on the fused engine. */
const UNIT_MACS = 150;

/** Work of one optimiser step: forward and backward. */
export function stepWork(
  spec: ResolvedSpec,
  { cell, settings, features, time }: MethodContext,
  units: number,
  macs: MacCount,
): number {
  const dense = denseMacs(cell, { ...settings, units }, features);
  const samples = spec.train.batchSize;
  if (spec.engine === 'reference') {
    // It multiplies masked products densely.
    return 3 * time * ((dense + macs.router) * samples + DISPATCH_MACS);
  }
  const products = 'inactive' in spec.method && cell.recurrence === 'nonlinear' ? gathered(spec, macs) : 3;
  return time * samples * (products * dense + 3 * macs.router + UNIT_MACS * units);
}

/** Forward, input gradient and weight gradient of masked products as shares of dense ones, see docs/kernels.md. */
function gathered({ method }: ResolvedSpec, { core, dense }: MacCount): number {
  const share = core / dense;
  const gradients =
    'estimator' in method
      ? gradientsOfPeriod(estimatorDefinition(method.estimator.kind), method.estimator)
      : ['active'];
  const products = gradients.map((owed) => (owed === 'all' ? 2 * Math.sqrt(share) + share : 3 * share));
  return (GATHER_FACTOR * products.reduce((sum, own) => sum + own, 0)) / products.length;
}

/**
 * Optimiser steps that would take as long as all evaluations of a run: on validation data in training, for calibration
 * and once at the end, and on test data. A forward pass is a third of a step.
 */
export function evaluationSteps(
  { task, train }: ResolvedSpec,
  calibrations: MethodPlan['calibrations'] = { passes: 0, over: 'validation' },
): number {
  const inTraining = Math.ceil(train.steps / train.evaluateEvery);
  const { trainCount, validationCount, testCount }: Readonly<Record<string, unknown>> = task;
  const { passes, over } = calibrations;
  const examples =
    (inTraining + passes + 1) * sizeOf(validationCount) +
    (over === 'validation' ? 0 : passes * sizeOf(trainCount)) +
    sizeOf(testCount);
  return examples / train.batchSize / 3;
}

/** Assumed where the data decide the size of a split, which are not read for an estimate. */
const USUAL_SPLIT = 1000;

function sizeOf(count: unknown): number {
  return typeof count === 'number' ? count : USUAL_SPLIT;
}
