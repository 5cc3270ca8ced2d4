/** Computes the probes that a stored run lacks on its kept model: no step is trained. */
import type { Dataset } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import { firstDifference, type Outcome } from '@dsrnn/records';
import type { ResolvedSpec } from '../spec/resolved-spec.ts';
import { buildModel } from './build-model.ts';
import { beginProbes, finishProbes } from './probe-sessions.ts';
import { testedFacts } from './tested-facts.ts';
import { misfitOf, restoreCheckpoint, type Checkpoint } from './trainer/checkpoint.ts';
import { evaluate } from './trainer/evaluate.ts';
import { measureActivity } from './trainer/measure-activity.ts';

/** A run that was trained before. */
export interface TrainedRun {
  /** Its model after selection, before calibration. */
  readonly model: Checkpoint;
  /** Completed. Its probes are taken as they are. */
  readonly outcome: Outcome;
}

/**
 * The outcome of `spec` from a run that differs from it in probes alone. The loaded model is calibrated and tested again: if
 * that gives a number other than the stored ones, or it is the model of something else, the answer is how it does not fit.
 */
export async function probeTrained(
  spec: ResolvedSpec,
  data: Dataset,
  { model: checkpoint, outcome }: TrainedRun,
): Promise<{ readonly outcome: Outcome } | { readonly misfit: string }> {
  const rng = createRng(spec.seed);
  const model = buildModel(spec, rng, data.train);
  try {
    const { probes: found = {}, ...core } = outcome;
    const lacking = spec.probes?.filter(({ kind }) => found[kind] === undefined);
    // Probes begin on the untrained model, as in a run that trains.
    const sessions = beginProbes(lacking, model, data, rng);
    const misfit = misfitOf(model.saved, checkpoint);
    if (misfit !== null) return { misfit };
    restoreCheckpoint(model.saved, checkpoint);
    model.recurrent.loaded?.(core.steps);
    await model.recurrent.calibrate((over) => measureActivity(model, data, over, rng));
    const tested = testedFacts(model, data, await evaluate(model, data.test, data, rng));
    const { score, testLoss, macs, activity } = core;
    const off = firstDifference({ score, testLoss, macs, activity }, tested);
    if (off !== undefined) {
      return {
        misfit: `gives ${off.path} ${String(off.actual)} on test data, the stored result has ${String(off.expected)}`,
      };
    }
    if (spec.probes === undefined || spec.probes.length === 0) return { outcome: core };
    const all = { ...found, ...(await finishProbes(model, sessions)) };
    const asked = spec.probes.flatMap(({ kind }) => {
      const one = all[kind];
      return one === undefined ? [] : [[kind, one] as const];
    });
    return { outcome: { ...core, probes: Object.fromEntries(asked) } };
  } finally {
    model.dispose();
  }
}
