/** The pass of a gated cell: dense, of a delta network, or over the active sub-matrices of each sample. */
import { skipNumbers, type Floats, type Lanes } from '@dsrnn/kernels';
import type { CellSettings } from '../../cells/cell.ts';
import { ColumnGradients } from './column-gradients.ts';
import { DeltaProducts } from './delta-products.ts';
import type { Blocks, FusedCell, FusedGating, FusedJob } from './fused-cell.ts';
import {
  gatedParameterNames,
  packBiases,
  stateBiasPlace,
  type GatedCell,
  type GatedName,
  type GatedProducts,
  type SecondState,
} from './gated-cell.ts';
import { densePass, stateBiasRow } from './gated-sequence.ts';
import { memoryOf } from './gated-states.ts';
import { inPanels } from './group-lists.ts';
import { groupSteps } from './group-pass.ts';
import { LaneProducts } from './lane-products.ts';
import { recurrentPass, stateBlock, type RecurrentSteps } from './recurrent-pass.ts';
import { subNetworkPass } from './sub-network-pass.ts';
import { subNetworks } from './sub-networks.ts';

/** The fused form of a gated cell. */
export function fusedGated<C extends SecondState, Bias extends string>(
  cell: GatedCell<C, Bias>,
): FusedCell<CellSettings, GatedName | Bias> {
  return {
    parameterNames: () => gatedParameterNames(cell),
    run(job) {
      const { gating } = job;
      if (gating.kind === 'dense') return densePass(cell, job, null);
      if (gating.kind === 'masked' && gating.lasting) {
        const networks = subNetworks(job.kernels, { ...job, ...gating.feed });
        if (networks !== null)
          return subNetworkPass(cell, job, gating, networks, (small, sums) => densePass(cell, small, sums));
      }
      const hs = stateBlock(job);
      const steps =
        gating.kind === 'delta' ? deltaSteps(cell, job, gating, hs) : maskedSteps(cell, job, gating, hs);
      return recurrentPass(job, hs, steps);
    },
  };
}

function deltaSteps<C extends SecondState, Bias extends string>(
  cell: GatedCell<C, Bias>,
  job: FusedJob<CellSettings, GatedName | Bias>,
  gating: FusedGating & { readonly kind: 'delta' },
  hs: Floats,
): RecurrentSteps<GatedName | Bias> {
  const { kernels, tape, time, batch, units, differentiate } = job;
  const { run } = kernels;
  const columns = cell.gates * units;
  const parameter = named(job.parameters);
  const weights = { wx: parameter('wx'), wh: parameter('wh'), columns, hs };
  const products = new DeltaProducts(job, gating, weights);
  const size = (differentiate ? time : 1) * batch * columns;
  const ofX = tape.take(size);
  const ofH = cell.products === 'apart' ? tape.take(size) : ofX;
  const productsOf = (t: number): GatedProducts => {
    const first = differentiate ? t * batch * columns : 0;
    return { ofX: skipNumbers(ofX, first), ofH: skipNumbers(ofH, first) };
  };
  const memory = memoryOf(cell, job, hs);
  const biasH = stateBiasRow(cell, job);
  const { stateBias } = cell;
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
      const { first } = stateBiasPlace(cell, stateBias.gate, units);
      run.sumRows(time * batch, units, skipNumbers(ofH, first), columns, into(stateBias.name), false);
    },
  };
}

function maskedSteps<C extends SecondState, Bias extends string>(
  cell: GatedCell<C, Bias>,
  job: FusedJob<CellSettings, GatedName | Bias>,
  gating: FusedGating & { readonly kind: 'masked' },
  hs: Floats,
): RecurrentSteps<GatedName | Bias> {
  const { groups } = gating.feed;
  // A gradient for all units needs the rows of those at rest, which only lanes have.
  if (gating.gradient !== 'all' && inPanels(groups)) return groupSteps(cell, job, gating, groups, hs);
  const { kernels, tape, time, batch, features, units, differentiate } = job;
  const { run } = kernels;
  const { lanesOfX, lanesOfH, stateBias } = cell;
  const parameter = named(job.parameters);
  const bias = tape.take<'lanes'>(4 * units);
  packBiases(kernels, cell, units, parameter, bias, tape.take(4 * units));
  const products = new LaneProducts(job, cell, { wx: parameter('wx'), wh: parameter('wh'), bias, hs });
  const gates = tape.take<'lanes'>((differentiate ? time : 1) * batch * 4 * units);
  const gatesOf = (t: number): Lanes => (differentiate ? skipNumbers(gates, 4 * t * batch * units) : gates);
  const mask = (t: number): Floats => skipNumbers(gating.feed.h, t * batch * units);
  const carry = gating.carry ? 1 : 0;
  const memory = memoryOf(cell, job, hs);
  const columns = new ColumnGradients(job, gating.read);
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
      products.backward(t, gatesOf(t), dh, { x: wanted.x, h: columns.into(wanted.h) });
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
      run.unpackLanes(units, units, cell.gates, lanesOfH, skipNumbers(dW, 4 * features * units), into('wh'));
    },
  };
}

function named<Name extends string>(blocks: Blocks<Name>): (name: Name) => Floats {
  return (name) => blocks[name];
}
