/** The pass of a gated cell: a step over whole matrices, dense or delta, or over the active sub-matrices of each sample. */
import type { Pointer } from '@dsrnn/kernels';
import { DenseProducts } from './dense-products.ts';
import type { FusedCell, FusedGating, FusedJob } from './fused-cell.ts';
import {
  gatedParameterNames,
  packBiases,
  stateBiasPlace,
  type GatedCell,
  type GatedProducts,
  type GatedStates,
} from './gated-cell.ts';
import { LaneProducts } from './lane-products.ts';
import { recurrentPass, stateBlock, type RecurrentSteps } from './recurrent-pass.ts';

/** The fused form of a gated cell. */
export function fusedGated(cell: GatedCell): FusedCell {
  return {
    parameterNames: () => gatedParameterNames(cell),
    run(job) {
      const hs = stateBlock(job);
      const { gating } = job;
      const steps = gating.kind === 'masked' ? maskedSteps(cell, job, gating, hs) : denseSteps(cell, job, hs);
      return recurrentPass(job, hs, steps);
    },
  };
}

/** States at every step, and the gradient of c; that of h is the loop's. */
interface Memory {
  at(t: number): GatedStates;
  readonly dc: Pointer;
}

/** c_0 … c_T beside h_0 … h_T. Of c only two are kept where no gradient will be asked for. */
function memoryOf({ remembersC }: GatedCell, job: FusedJob, hs: Pointer): Memory {
  const { kernels, tape, time, batch, units, differentiate } = job;
  const step = batch * units;
  if (!remembersC) return { at: (t) => ({ h: hs + 4 * t * step, c: 0 }), dc: 0 };
  const slots = differentiate ? time + 1 : 2;
  const cs = tape.take(slots * step);
  kernels.clear(cs, step);
  const dc = tape.take(step);
  kernels.clear(dc, step);
  return { at: (t) => ({ h: hs + 4 * t * step, c: cs + 4 * (t % slots) * step }), dc };
}

function denseSteps(cell: GatedCell, job: FusedJob, hs: Pointer): RecurrentSteps {
  const { kernels, tape, time, batch, units, differentiate } = job;
  const { run } = kernels;
  const columns = cell.gates * units;
  const parameter = named(job.parameters);
  const products = new DenseProducts(job, { wx: parameter('wx'), wh: parameter('wh'), columns, hs });
  const size = (differentiate ? time : 1) * batch * columns;
  const ofX = tape.take(size);
  const ofH = cell.products === 'apart' ? tape.take(size) : ofX;
  const productsOf = (t: number): GatedProducts => {
    const offset = differentiate ? 4 * t * batch * columns : 0;
    return { ofX: ofX + offset, ofH: ofH + offset };
  };
  const memory = memoryOf(cell, job, hs);
  const biasH = tape.take(columns);
  kernels.clear(biasH, columns);
  const { stateBias } = cell;
  const first = stateBias === null ? 0 : stateBiasPlace(cell, stateBias.gate, units).first;
  if (stateBias !== null) kernels.copy(parameter(stateBias.name), biasH + 4 * first, units);
  if (differentiate) products.projectInputs(0, time, parameter('b'), ofX);
  return {
    forward(t) {
      const at = productsOf(t);
      if (!differentiate) products.projectInputs(t, 1, parameter('b'), ofX);
      if (at.ofH !== at.ofX) run.fillRows(batch, columns, biasH, at.ofH, columns);
      products.addState(t, at.ofH);
      cell.kernels.forward(kernels, batch, units, at, memory.at(t), memory.at(t + 1));
    },
    backward(t, dh) {
      const at = productsOf(t);
      const d = { h: dh, c: memory.dc };
      cell.kernels.backward(kernels, batch, units, at, memory.at(t), memory.at(t + 1), d);
      products.backState(t, at.ofH, dh);
    },
    finish(gradients) {
      const into = named(gradients);
      products.weightGradients(ofX, ofH, { wx: into('wx'), wh: into('wh'), b: into('b') });
      if (stateBias === null) return;
      run.sumRows(time * batch, units, ofH + 4 * first, columns, into(stateBias.name), false);
    },
  };
}

function maskedSteps(
  cell: GatedCell,
  job: FusedJob,
  gating: FusedGating & { readonly kind: 'masked' },
  hs: Pointer,
): RecurrentSteps {
  const { kernels, tape, time, batch, features, units, differentiate } = job;
  const { run } = kernels;
  const { lanesOfX, lanesOfH, stateBias } = cell;
  const parameter = named(job.parameters);
  const bias = tape.take(4 * units);
  packBiases(kernels, cell, units, parameter, bias, tape.take(4 * units));
  const products = new LaneProducts(job, cell, { wx: parameter('wx'), wh: parameter('wh'), bias, hs });
  const gates = tape.take((differentiate ? time : 1) * batch * 4 * units);
  const gatesOf = (t: number): Pointer => gates + (differentiate ? 16 * t * batch * units : 0);
  const mask = (t: number): Pointer => gating.feed.h + 4 * t * batch * units;
  const carry = gating.carry ? 1 : 0;
  const memory = memoryOf(cell, job, hs);
  return {
    forward(t) {
      const rows = products.forward(t, gatesOf(t));
      const step = { gates: gatesOf(t), rows, mask: mask(t), carry } as const;
      cell.kernels.laneForward(kernels, batch, units, step, memory.at(t), memory.at(t + 1));
    },
    backward(t, dh) {
      const wanted = gating.feed.gradients(t);
      const step = { gates: gatesOf(t), rows: products.rows(t), mask: mask(t), carry } as const;
      const d = { h: dh, c: memory.dc };
      cell.kernels.laneBackward(kernels, batch, units, step, memory.at(t), d, wanted.h);
      products.backward(t, gatesOf(t), dh, wanted);
    },
    finish(gradients) {
      const into = named(gradients);
      const { dW, dBias } = products.gradients();
      run.unpackLanes(1, units, cell.gates, lanesOfX, dBias, into('b'));
      if (stateBias !== null) {
        const { lane } = stateBiasPlace(cell, stateBias.gate, units);
        run.unpackLanes(1, units, 1, lane, dBias, into(stateBias.name));
      }
      run.unpackLanes(features, units, cell.gates, lanesOfX, dW, into('wx'));
      run.unpackLanes(units, units, cell.gates, lanesOfH, dW + 16 * features * units, into('wh'));
    },
  };
}

function named(pointers: Readonly<Record<string, Pointer>>): (name: string) => Pointer {
  return (name) => pointers[name] as Pointer;
}
