/** Whether a run can be computed at all, and whether it does what its sparsity says; from its plan, before it runs. */
import { count } from '@dsrnn/portable';
import type { RunSpec } from '@dsrnn/records';
import type { RunPlan } from '../../spec/registries.ts';

/** What 32-bit addresses reach: all that the kernels and the wasm backend can hold. */
export const MOST_BYTES = 2 ** 32;
/** Work of a month at 10¹² MACs a second, more than anything that this program runs on does. */
const MOST_TRAIN_MACS = 2.6e18;
/** Core MACs may differ from what the sparsity asks for by this factor: channels come in whole numbers. */
const TOLERANCE = 1.5;

/** What is wrong with a run in itself; null for a sound one. `field`: the part of the run to change. */
export function runProblem(
  { method, sparsity, train }: RunSpec,
  plan: RunPlan,
): { readonly field: 'architecture' | 'sparsity' | 'train'; readonly message: string } | null {
  const { macs, asked, bytes = 0, trainMacs, units } = plan;
  if (bytes > MOST_BYTES) {
    const message = `parameters, their optimiser and the states of one batch of ${String(train['batchSize'])} would take ${gibibytes(bytes)}, expected at most ${gibibytes(MOST_BYTES)}: take fewer units, a smaller batch or shorter sequences`;
    return { field: 'architecture', message };
  }
  if (trainMacs > MOST_TRAIN_MACS) {
    const message = `training would take ${trainMacs.toExponential(1)} MACs, more than a month on any machine here: take fewer steps or units`;
    return { field: 'train', message };
  }
  if (asked === undefined || bound(plan)) return null;
  const off = macs.core / asked;
  if (off <= TOLERANCE && off >= 1 / TOLERANCE) return null;
  const message = `sparsity ${String(sparsity)} cannot be had with ${count(units, 'unit')}: the nearest whole numbers of channels do ${share(macs.core, macs.dense)} of the dense MACs where ${share(asked, macs.dense)} are asked for; take more units or another sparsity${method['groupSize'] === undefined ? '' : ', or smaller groups'}`;
  return { field: 'sparsity', message };
}

/**
 * The share of the dense MACs that a sound run does and the one that its sparsity asks for, where the cell does not let
 * the method come down to it; null where it does.
 */
export function shortfall(plan: RunPlan): { readonly done: number; readonly asked: number } | null {
  const { macs, asked } = plan;
  if (asked === undefined || !bound(plan) || macs.core <= TOLERANCE * asked) return null;
  return { done: macs.core / macs.dense, asked: asked / macs.dense };
}

/** Whether the method has come down to what it cannot go below. */
function bound({ macs, asked = 0, least = 0 }: RunPlan): boolean {
  return least > asked && macs.core <= least * (1 + 1e-9);
}

/** `1.5 GiB`. */
export function gibibytes(bytes: number): string {
  return `${String(Number((bytes / 2 ** 30).toPrecision(2)))} GiB`;
}

function share(macs: number, dense: number): string {
  return `${String(Number(((100 * macs) / dense).toPrecision(2)))} %`;
}
