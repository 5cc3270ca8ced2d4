/** The pass of a gated cell whose units are masked in groups of whole panels, see group-products.ts. */
import { isNone, NONE, skipNumbers, type Floats } from '@dsrnn/kernels';
import type { CellSettings } from '../../cells/cell.ts';
import { ColumnGradients } from './column-gradients.ts';
import type { FusedGating, FusedJob } from './fused-cell.ts';
import {
  stateBiasPlace,
  type GatedCell,
  type GatedName,
  type GroupStep,
  type SecondState,
} from './gated-cell.ts';
import { stateBiasRow } from './gated-sequence.ts';
import { memoryOf } from './gated-states.ts';
import { GroupProducts } from './group-products.ts';
import type { GroupMasks } from './mask-feed.ts';
import type { RecurrentSteps } from './recurrent-pass.ts';

/** Steps whose masks get a gradient for active units alone, or none. */
export function groupSteps<C extends SecondState, Bias extends string>(
  cell: GatedCell<C, Bias>,
  job: FusedJob<CellSettings, GatedName | Bias>,
  gating: FusedGating & { readonly kind: 'masked' },
  groups: GroupMasks,
  hs: Floats,
): RecurrentSteps<GatedName | Bias> {
  const { kernels, tape, batch, units, parameters } = job;
  const { gates, stateBias } = cell;
  const apart = cell.products === 'apart';
  const products = new GroupProducts(job, groups, {
    gates,
    wx: parameters.wx,
    wh: parameters.wh,
    bias: parameters.b,
    biasH: apart ? stateBiasRow(cell, job) : NONE,
    hs,
  });
  const memory = memoryOf(cell, job, hs);
  const columns = new ColumnGradients(job, gating.read);
  const stepOf = (t: number): GroupStep => ({
    blocks: products.blocks(t),
    groups: products.lists(t),
    size: groups.size,
    mask: skipNumbers(gating.feed.h, t * batch * units),
    carry: gating.carry ? 1 : 0,
  });
  return {
    forward(t) {
      products.forward(t);
      cell.kernels.groupForward(kernels, batch, units, stepOf(t), memory.at(t), memory.at(t + 1));
    },
    backward(t, dh) {
      const wanted = gating.feed.gradients(t);
      const d = { h: dh, c: memory.dc };
      cell.kernels.groupBackward(kernels, batch, units, stepOf(t), memory.at(t), d, wanted.h);
      products.backward(t, dh, columns.into(wanted.h), wanted.x);
    },
    finish(gradients) {
      const biasH = apart ? tape.take(gates * units) : NONE;
      products.finish({ wx: gradients.wx, wh: gradients.wh, b: gradients.b, biasH });
      if (stateBias === null || isNone(biasH)) return;
      const { first } = stateBiasPlace(cell, stateBias.gate, units);
      kernels.copy(skipNumbers(biasH, first), gradients[stateBias.name], units);
    },
  };
}
