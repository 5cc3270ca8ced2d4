/** The GRU on our kernels, see cells/gru.ts for its equations. */
import type { Pointer } from '@dsrnn/kernels';
import { DenseProducts } from './dense-products.ts';
import type { FusedCell, FusedJob } from './fused-cell.ts';
import { LaneProducts } from './lane-products.ts';
import { recurrentPass, stateBlock, type RecurrentSteps } from './recurrent-pass.ts';

/** Lanes r, z, n_x, n_h: the candidate has a lane for each product, because r multiplies only that of the state. */
const LANES_OF_X = 0x210;
const LANES_OF_H = 0x310;

/** The fused GRU. */
export const fusedGru: FusedCell = {
  parameterNames: () => ['wx', 'wh', 'b', 'bn'],
  run(job) {
    const hs = stateBlock(job);
    const steps = job.gating.kind === 'masked' ? maskedSteps(job, hs) : denseSteps(job, hs);
    return recurrentPass(job, hs, steps);
  },
};

function pointer(job: FusedJob, name: string): Pointer {
  return job.parameters[name] as Pointer;
}

function denseSteps(job: FusedJob, hs: Pointer): RecurrentSteps {
  const { kernels, tape, time, batch, units, differentiate } = job;
  const { run } = kernels;
  const columns = 3 * units;
  const products = new DenseProducts(job, { wx: pointer(job, 'wx'), wh: pointer(job, 'wh'), columns, hs });
  const slots = differentiate ? time : 1;
  const ofX = tape.take(slots * batch * columns);
  const ofH = tape.take(slots * batch * columns);
  const at = (block: Pointer, t: number): Pointer => block + (differentiate ? 4 * t * batch * columns : 0);
  const h = (t: number): Pointer => hs + 4 * t * batch * units;
  // The state's product has a bias of its own in the candidate only.
  const biasH = tape.take(columns);
  kernels.clear(biasH, 2 * units);
  kernels.write(biasH + 8 * units, kernels.read(pointer(job, 'bn'), units));
  if (differentiate) products.projectInputs(0, time, pointer(job, 'b'), ofX);
  return {
    forward(t) {
      if (!differentiate) products.projectInputs(t, 1, pointer(job, 'b'), ofX);
      run.fillRows(batch, columns, biasH, at(ofH, t), columns);
      products.addState(t, at(ofH, t));
      run.gruForward(batch, units, at(ofX, t), at(ofH, t), h(t), h(t + 1));
    },
    backward(t, dh) {
      run.gruBackward(batch, units, at(ofX, t), at(ofH, t), h(t), dh, dh);
      products.backState(t, at(ofH, t), dh);
    },
    finish(gradients) {
      products.weightGradients(ofX, ofH, {
        wx: gradients['wx'] as Pointer,
        wh: gradients['wh'] as Pointer,
        b: gradients['b'] as Pointer,
      });
      run.sumRows(time * batch, units, ofH + 8 * units, columns, gradients['bn'] as Pointer, false);
    },
  };
}

function maskedSteps(job: FusedJob, hs: Pointer): RecurrentSteps {
  const { kernels, tape, time, batch, features, units, differentiate, gating } = job;
  if (gating.kind !== 'masked') throw new Error('masked steps need masks');
  const { run } = kernels;
  const carry = gating.carry ? 1 : 0;
  const bias = tape.take(4 * units);
  const biasN = tape.take(4 * units);
  run.packLanes(1, units, 3, LANES_OF_X, pointer(job, 'b'), bias);
  run.packLanes(1, units, 1, 3, pointer(job, 'bn'), biasN);
  run.addInto(4 * units, biasN, bias);
  const products = new LaneProducts(job, {
    wx: pointer(job, 'wx'),
    wh: pointer(job, 'wh'),
    gates: 3,
    lanesOfX: LANES_OF_X,
    lanesOfH: LANES_OF_H,
    bias,
    hs,
  });
  const gates = tape.take((differentiate ? time : 1) * batch * 4 * units);
  const gatesOf = (t: number): Pointer => gates + (differentiate ? 16 * t * batch * units : 0);
  const h = (t: number): Pointer => hs + 4 * t * batch * units;
  const mask = (t: number): Pointer => gating.feed.h + 4 * t * batch * units;
  return {
    forward(t) {
      const rows = products.forward(t, gatesOf(t));
      run.gruLaneForward(batch, units, gatesOf(t), rows.list, rows.counts, rows.stride, mask(t), carry, h(t), h(t + 1)); // prettier-ignore
    },
    backward(t, dh) {
      const rows = products.rows(t);
      const wanted = gating.feed.gradients(t);
      run.gruLaneBackward(batch, units, gatesOf(t), rows.list, rows.counts, rows.stride, mask(t), carry, h(t), dh, wanted.h); // prettier-ignore
      products.backward(t, gatesOf(t), dh, wanted);
    },
    finish(gradients) {
      const { dW, dBias } = products.gradients();
      run.unpackLanes(1, units, 3, LANES_OF_X, dBias, gradients['b'] as Pointer);
      run.unpackLanes(1, units, 1, 3, dBias, gradients['bn'] as Pointer);
      run.unpackLanes(features, units, 3, LANES_OF_X, dW, gradients['wx'] as Pointer);
      run.unpackLanes(units, units, 3, LANES_OF_H, dW + 16 * features * units, gradients['wh'] as Pointer);
    },
  };
}
