/** The time loop that every cell with a nonlinear recurrence shares: masks before a step, their gradients after it. */
import { skipNumbers, type Floats } from '@dsrnn/kernels';
import type { Blocks, FusedJob, FusedPass } from './fused-cell.ts';

/** One step of a cell, forward and backward. */
export interface RecurrentSteps<Name extends string> {
  /** Reads h_t at `hs + t` and writes h_{t+1} at `hs + t + 1`. */
  forward(t: number): void;
  /** `dh` `[batch, units]`: gradient of h_{t+1} in, of h_t out, apart from what the masks add. */
  backward(t: number, dh: Floats): void;
  /** Writes the gradients of the parameters after the last backward step. */
  finish(gradients: Blocks<Name>): void;
}

/** A block for h_0 … h_T, `[time + 1, batch, units]`, with h_0 = 0. */
export function stateBlock({ kernels, tape, time, batch, units }: FusedJob): Floats {
  const hs = tape.take((time + 1) * batch * units);
  kernels.clear(hs, batch * units);
  return hs;
}

/** Runs the loop forward now and returns the pass. */
export function recurrentPass<Name extends string>(
  job: FusedJob,
  hs: Floats,
  steps: RecurrentSteps<Name>,
): FusedPass<Name> {
  const { kernels, tape, time, batch, units, gating } = job;
  const step = batch * units;
  const feed = gating.kind === 'masked' ? gating.feed : null;
  for (let t = 0; t < time; t++) {
    feed?.decide(t, skipNumbers(hs, t * step));
    steps.forward(t);
  }
  return {
    outputs: skipNumbers(hs, step),
    backward(dOutputs, gradients) {
      const dh = tape.take(step);
      kernels.clear(dh, step);
      for (let t = time - 1; t >= 0; t--) {
        if (dOutputs.kind === 'steps') kernels.run.addInto(step, skipNumbers(dOutputs.at, t * step), dh);
        else if (dOutputs.kind === 'each' || t === time - 1) kernels.run.addInto(step, dOutputs.at, dh);
        steps.backward(t, dh);
        feed?.backward(t, dh);
      }
      steps.finish(gradients);
      feed?.finish(gradients);
    },
  };
}
