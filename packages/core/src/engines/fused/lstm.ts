/** The LSTM on our kernels, see cells/lstm.ts for its equations. */
import type { Pointer } from '@dsrnn/kernels';
import { DenseProducts } from './dense-products.ts';
import type { FusedCell, FusedJob } from './fused-cell.ts';
import { LaneProducts } from './lane-products.ts';
import { recurrentPass, stateBlock, type RecurrentSteps } from './recurrent-pass.ts';

/** Lane of each gate, packed four bits a gate: i, f, o, g in order. */
const LANES = 0x3210;

/** The fused LSTM. */
export const fusedLstm: FusedCell = {
  parameterNames: () => ['wx', 'wh', 'b'],
  run(job) {
    const hs = stateBlock(job);
    const steps = job.gating.kind === 'masked' ? maskedSteps(job, hs) : denseSteps(job, hs);
    return recurrentPass(job, hs, steps);
  },
};

function pointer(job: FusedJob, name: string): Pointer {
  return job.parameters[name] as Pointer;
}

/** c_0 … c_T, of which only two are kept where no gradient will be asked for. */
function cellStates(job: FusedJob): (t: number) => Pointer {
  const { kernels, tape, time, batch, units, differentiate } = job;
  const slots = differentiate ? time + 1 : 2;
  const cs = tape.take(slots * batch * units);
  kernels.clear(cs, batch * units);
  return (t) => cs + 4 * (t % slots) * batch * units;
}

function denseSteps(job: FusedJob, hs: Pointer): RecurrentSteps {
  const { kernels, tape, time, batch, units, differentiate } = job;
  const { run } = kernels;
  const columns = 4 * units;
  const products = new DenseProducts(job, { wx: pointer(job, 'wx'), wh: pointer(job, 'wh'), columns, hs });
  const gates = tape.take((differentiate ? time : 1) * batch * columns);
  const gatesOf = (t: number): Pointer => gates + (differentiate ? 4 * t * batch * columns : 0);
  const h = (t: number): Pointer => hs + 4 * t * batch * units;
  const c = cellStates(job);
  const dc = tape.take(batch * units);
  kernels.clear(dc, batch * units);
  if (differentiate) products.projectInputs(0, time, pointer(job, 'b'), gates);
  return {
    forward(t) {
      if (!differentiate) products.projectInputs(t, 1, pointer(job, 'b'), gates);
      products.addState(t, gatesOf(t));
      run.lstmForward(batch, units, gatesOf(t), c(t), c(t + 1), h(t + 1));
    },
    backward(t, dh) {
      run.lstmBackward(batch, units, gatesOf(t), c(t), c(t + 1), dh, dc);
      kernels.clear(dh, batch * units);
      products.backState(t, gatesOf(t), dh);
    },
    finish(gradients) {
      products.weightGradients(gates, gates, {
        wx: gradients['wx'] as Pointer,
        wh: gradients['wh'] as Pointer,
        b: gradients['b'] as Pointer,
      });
    },
  };
}

function maskedSteps(job: FusedJob, hs: Pointer): RecurrentSteps {
  const { kernels, tape, time, batch, units, differentiate, gating } = job;
  if (gating.kind !== 'masked') throw new Error('masked steps need masks');
  const { run } = kernels;
  const carry = gating.carry ? 1 : 0;
  const bias = tape.take(4 * units);
  run.packLanes(1, units, 4, LANES, pointer(job, 'b'), bias);
  const products = new LaneProducts(job, {
    wx: pointer(job, 'wx'),
    wh: pointer(job, 'wh'),
    gates: 4,
    lanesOfX: LANES,
    lanesOfH: LANES,
    bias,
    hs,
  });
  const gates = tape.take((differentiate ? time : 1) * batch * 4 * units);
  const gatesOf = (t: number): Pointer => gates + (differentiate ? 16 * t * batch * units : 0);
  const h = (t: number): Pointer => hs + 4 * t * batch * units;
  const mask = (t: number): Pointer => gating.feed.h + 4 * t * batch * units;
  const c = cellStates(job);
  const dc = tape.take(batch * units);
  kernels.clear(dc, batch * units);
  return {
    forward(t) {
      const rows = products.forward(t, gatesOf(t));
      run.lstmLaneForward(batch, units, gatesOf(t), rows.list, rows.counts, rows.stride, mask(t), carry, h(t), c(t), h(t + 1), c(t + 1)); // prettier-ignore
    },
    backward(t, dh) {
      const rows = products.rows(t);
      const wanted = gating.feed.gradients(t);
      run.lstmLaneBackward(batch, units, gatesOf(t), rows.list, rows.counts, rows.stride, mask(t), carry, h(t), c(t), dh, dc, wanted.h); // prettier-ignore
      products.backward(t, gatesOf(t), dh, wanted);
    },
    finish(gradients) {
      const { dW, dBias } = products.gradients();
      run.unpackLanes(1, units, 4, LANES, dBias, gradients['b'] as Pointer);
      run.unpackLanes(job.features, units, 4, LANES, dW, gradients['wx'] as Pointer);
      run.unpackLanes(units, units, 4, LANES, dW + 16 * job.features * units, gradients['wh'] as Pointer);
    },
  };
}
