/**
 * The LTC on our kernels, see cells/ltc.ts for its equations.
 *
 * Synapses are summed source by source over the active targets, so that a masked step costs its active pairs. The
 * backward pass computes each synapse's sigmoid again: keeping them would take solver passes × pairs a step and sample.
 */
import { isNone, NONE, skipNumbers, type Floats, type None, type Scratch } from '@dsrnn/kernels';
import { SYNAPSE_NAMES } from '../../cells/ltc-synapses.ts';
import type { LtcConfig, LtcValues } from '../../cells/ltc.ts';
import type { Blocks, FusedCell, FusedJob } from './fused-cell.ts';
import { ColumnGradients } from './column-gradients.ts';
import { LtcGradients } from './ltc-gradients.ts';
import { ALL, LtcLists, type ActiveList } from './ltc-lists.ts';
import { Membrane, SynapseLanes } from './ltc-parameters.ts';
import { RestingUnits } from './ltc-resting.ts';
import { NO_GRADIENTS } from './mask-feed.ts';
import { recurrentPass, stateBlock, type RecurrentSteps } from './recurrent-pass.ts';
import { transmitAll } from './transmit.ts';

type LtcName = keyof LtcValues;
type LtcJob = FusedJob<LtcConfig, LtcName>;

/** The fused LTC. */
export const fusedLtc: FusedCell<LtcConfig, LtcName> = {
  parameterNames: () => [
    ...SYNAPSE_NAMES.map((name) => `sensory.${name}` as const),
    ...SYNAPSE_NAMES,
    'gleak',
    'vleak',
    'cm',
    'inputScale',
    'inputShift',
  ],
  run(job) {
    const hs = stateBlock(job);
    return recurrentPass(job, hs, new LtcSteps(job, hs));
  },
};

class LtcSteps implements RecurrentSteps<LtcName> {
  readonly #job: LtcJob;
  readonly #hs: Floats;
  readonly #unfolds: number;
  readonly #sensory: SynapseLanes;
  readonly #recurrent: SynapseLanes;
  readonly #membrane: Membrane;
  /** x, or x̂ in a delta network, `[time, batch, features]`. */
  readonly #read: Floats;
  /** scale ⊙ x + shift of the step at hand. */
  readonly #input: Floats;
  /** v before the first and after each solver pass, `[unfolds + 1][batch, units]` a step. */
  readonly #v: Floats;
  /** Sums over recurrent synapses: denominators of each pass are kept, `[unfolds][batch, units]` a step. */
  readonly #den: Floats;
  readonly #num: Floats;
  readonly #numIn: Floats;
  readonly #denIn: Floats;
  /** v̂ and its flags, `[unfolds][batch, units]` a step. */
  readonly #sent: Floats;
  readonly #flags: Floats;
  readonly #nothing: Floats;
  readonly #lists: LtcLists;
  readonly #resting: RestingUnits;
  readonly #columns: ColumnGradients;
  readonly #scratch: Scratch;
  #gradients: LtcGradients | null = null;

  constructor(job: LtcJob, hs: Floats) {
    const { kernels, tape, time, batch, features, units, gating, differentiate } = job;
    const { unfolds, elapsed } = job.settings;
    const slots = differentiate ? time : 1;
    const step = batch * units;
    this.#job = job;
    this.#hs = hs;
    this.#unfolds = unfolds;
    this.#sensory = new SynapseLanes(
      kernels,
      tape,
      features * units,
      (name) => job.parameters[`sensory.${name}`],
    );
    this.#recurrent = new SynapseLanes(kernels, tape, units * units, (name) => job.parameters[name]);
    this.#membrane = new Membrane(kernels, tape, units, unfolds / elapsed, job.parameters);
    this.#read = gating.kind === 'delta' ? transmitAll(job, gating) : job.x;
    this.#input = tape.take(batch * features);
    this.#v = tape.take(slots * (unfolds + 1) * step);
    this.#den = tape.take(slots * unfolds * step);
    this.#num = tape.take(step);
    this.#numIn = tape.take(step);
    this.#denIn = tape.take(slots * step);
    // What was sent last must outlive its step, so all steps are kept in a delta network.
    const sends = gating.kind === 'delta' ? time : 0;
    this.#sent = tape.take(sends * unfolds * step);
    this.#flags = tape.take(sends * unfolds * step);
    this.#nothing = tape.take(step);
    kernels.clear(this.#nothing, step);
    this.#lists = new LtcLists(job);
    this.#resting = new RestingUnits(job, hs);
    this.#columns = new ColumnGradients(job, gating.kind === 'masked' ? gating.read : 'current');
    this.#scratch = tape.take(16 * Math.max(features, units));
  }

  forward(t: number): void {
    const { kernels, batch, units, gating } = this.#job;
    const { run } = kernels;
    const step = batch * units;
    const masked = gating.kind === 'masked' ? gating : null;
    this.#lists.list(t);
    // Candidates of inactive units are computed only if the gradient of their masks needs them.
    const rows =
      masked === null || (this.#job.differentiate && masked.gradient === 'all') ? ALL : this.#lists.rows;
    const { features } = this.#job;
    this.#projectInput(t);
    const denIn = this.#denInOf(t);
    run.ltcSynapses(batch, features, units, this.#sensory.lanes, this.#input, NONE, this.#lists.maskX(t), NONE, features, rows.list, rows.counts, units, this.#numIn, denIn, this.#scratch); // prettier-ignore
    const old = skipNumbers(this.#hs, t * step);
    const once = this.#lists.maskOfResting;
    if (!isNone(once)) {
      const den = this.#denOf(t, 0);
      run.ltcSynapses(batch, units, units, this.#recurrent.lanes, old, NONE, once, NONE, units, rows.list, rows.counts, units, this.#num, den, this.#scratch); // prettier-ignore
      run.addInto(step, this.#num, this.#numIn);
      run.addInto(step, den, denIn);
    }
    kernels.copy(old, this.#vOf(t, 0), step);
    for (let u = 0; u < this.#unfolds; u++) {
      const v = this.#vOf(t, u);
      const next = this.#vOf(t, u + 1);
      const den = this.#denOf(t, u);
      run.ltcSynapses(batch, units, units, this.#recurrent.lanes, this.#sources(t, u, true), NONE, this.#lists.maskOfPasses(t), NONE, units, rows.list, rows.counts, units, this.#num, den, this.#scratch); // prettier-ignore
      // Rows that are not solved keep v.
      if (!isNone(rows.list)) kernels.copy(v, next, step);
      const { cmt, gl, glvl } = this.#membrane;
      run.ltcSolve(batch, units, cmt, gl, glvl, this.#num, den, this.#numIn, denIn, rows.list, rows.counts, units, v, next); // prettier-ignore
    }
    const last = this.#vOf(t, this.#unfolds);
    const mask = this.#lists.maskH(t);
    if (masked === null || isNone(mask)) kernels.copy(last, skipNumbers(old, step), step);
    else run.mergeStates(step, mask, masked.carry ? 1 : 0, old, last, skipNumbers(old, step));
  }

  backward(t: number, dh: Floats): void {
    const { kernels, batch, features, units, gating } = this.#job;
    const { run } = kernels;
    const step = batch * units;
    const g = (this.#gradients ??= new LtcGradients(this.#job));
    const masked = gating.kind === 'masked' ? gating : null;
    const wanted = masked?.feed.gradients(t) ?? NO_GRADIENTS;
    this.#lists.list(t);
    // An inactive unit's candidate has no gradient of its own: active rows suffice.
    const rows = this.#lists.rows;
    const mask = this.#lists.maskH(t);
    if (masked === null || isNone(mask)) {
      kernels.copy(dh, g.dv, step);
      kernels.clear(dh, step);
    } else {
      const old = skipNumbers(this.#hs, t * step);
      run.mergeStatesBackward(step, mask, masked.carry ? 1 : 0, old, this.#vOf(t, this.#unfolds), dh, g.dv, wanted.h); // prettier-ignore
    }
    kernels.clear(g.dNumIn, step);
    kernels.clear(g.dDenIn, step);
    kernels.clear(g.dNum, step);
    kernels.clear(g.dDen, step);
    const { cmt, gl, dCmt, dGl, dGlvl } = this.#membrane;
    // Inactive sources count only if the gradient of their masks is wanted; then they are all visited.
    const all = masked === null || masked.gradient === 'all';
    const sources = all ? { ...ALL, mask: this.#lists.maskOfColumns(t) } : this.#lists.columns;
    const inputs =
      all || isNone(this.#lists.inputs.list) ? { ...ALL, mask: this.#lists.maskX(t) } : this.#lists.inputs;
    const ofColumns = this.#columns.into(wanted.h);
    const dMaskH = isNone(ofColumns) ? NONE : all ? ofColumns : g.dMask(units);
    for (let u = this.#unfolds - 1; u >= 0; u--) {
      run.ltcSolveBackward(batch, units, cmt, gl, this.#denOf(t, u), this.#denInOf(t), rows.list, rows.counts, units, this.#vOf(t, u), this.#vOf(t, u + 1), g.dv, g.dv, g.dNum, g.dDen, dCmt, dGl, dGlvl); // prettier-ignore
      run.addInto(step, g.dNum, g.dNumIn);
      run.addInto(step, g.dDen, g.dDenIn);
      const into = gating.kind === 'delta' ? g.dSent : (this.#resting.gradient() ?? g.dv);
      run.ltcSynapsesBackward(batch, units, units, this.#recurrent.lanes, this.#sources(t, u, false), sources.list, sources.mask, sources.counts, units, rows.list, rows.counts, units, g.dNum, g.dDen, into, dMaskH, this.#recurrent.gradient, this.#scratch); // prettier-ignore
      if (gating.kind === 'delta') run.deltaBackward(step, this.#at(this.#flags, t, u), g.dSent, g.dv);
      this.#resting.backward(t, this.#vOf(t, u), { v: g.dv, h: dh, mask: wanted.h });
    }
    run.addInto(step, g.dv, dh);
    this.#scatter(sources, units, dMaskH, ofColumns);
    const { resting } = this.#lists;
    if (resting !== null) {
      const dMask = isNone(ofColumns) ? NONE : g.dMask(units);
      run.ltcSynapsesBackward(batch, units, units, this.#recurrent.lanes, skipNumbers(this.#hs, t * step), resting.list, resting.mask, resting.counts, units, rows.list, rows.counts, units, g.dNumIn, g.dDenIn, dh, dMask, this.#recurrent.gradient, this.#scratch); // prettier-ignore
      this.#scatter(resting, units, dMask, ofColumns);
    }
    this.#projectInput(t);
    if (!isNone(wanted.x)) kernels.clear(wanted.x, batch * features);
    const dMaskX = isNone(wanted.x) ? NONE : all ? wanted.x : g.dMask(features);
    kernels.clear(g.dInput, batch * features);
    run.ltcSynapsesBackward(batch, features, units, this.#sensory.lanes, this.#input, inputs.list, inputs.mask, inputs.counts, features, rows.list, rows.counts, units, g.dNumIn, g.dDenIn, g.dInput, dMaskX, this.#sensory.gradient, this.#scratch); // prettier-ignore
    this.#scatter(inputs, features, dMaskX, wanted.x);
    run.sumRows(batch, features, g.dInput, features, g.dShift, true);
    run.mulInto(batch * features, skipNumbers(this.#read, t * batch * features), g.dInput);
    run.sumRows(batch, features, g.dInput, features, g.dScale, true);
  }

  finish(gradients: Blocks<LtcName>): void {
    const { kernels, features } = this.#job;
    const g = (this.#gradients ??= new LtcGradients(this.#job));
    this.#sensory.finish((name) => gradients[`sensory.${name}`]);
    this.#recurrent.finish((name) => gradients[name]);
    this.#membrane.finish(gradients);
    kernels.copy(g.dScale, gradients.inputScale, features);
    kernels.copy(g.dShift, gradients.inputShift, features);
  }

  /** Adds gradients of the multipliers of listed sources to those of all, unless it was these that the kernel added to. */
  #scatter({ list, counts }: ActiveList, channels: number, from: Floats | None, to: Floats | None): void {
    if (from === to || isNone(from) || isNone(to) || isNone(list) || isNone(counts)) return;
    this.#job.kernels.run.scatterAdd(this.#job.batch, channels, list, counts, channels, from, to);
  }

  /** scale ⊙ x + shift of step t. */
  #projectInput(t: number): void {
    const { kernels, batch, features, parameters } = this.#job;
    const { run } = kernels;
    const x = skipNumbers(this.#read, t * batch * features);
    run.affineRows(batch, features, x, parameters.inputScale, parameters.inputShift, this.#input); // prettier-ignore
  }

  /**
   * What the synapses of solver pass u read: v, where columns are those of the step before with units at rest as they were; or
   * in a delta network what was sent of v (`transmit`: decides it).
   */
  #sources(t: number, u: number, transmit: boolean): Floats {
    const { kernels, batch, time, units, gating } = this.#job;
    const v = this.#vOf(t, u);
    if (gating.kind !== 'delta') return this.#resting.potentials(t, v);
    const step = batch * units;
    const sent = this.#at(this.#sent, t, u);
    if (transmit) {
      const before = t === 0 && u === 0 ? this.#nothing : skipNumbers(sent, -step);
      const flags = this.#at(this.#flags, t, u);
      const count = kernels.run.deltaTransmit(step, v, before, gating.thetaH, sent, flags);
      gating.sends.h += count / (batch * time * this.#unfolds);
    }
    return sent;
  }

  /** Solver pass u of step t in a block that keeps all passes. */
  #at(block: Floats, t: number, u: number): Floats {
    const { batch, units } = this.#job;
    return skipNumbers(block, (t * this.#unfolds + u) * batch * units);
  }

  #vOf(t: number, u: number): Floats {
    const { batch, units, differentiate } = this.#job;
    return skipNumbers(this.#v, ((differentiate ? t : 0) * (this.#unfolds + 1) + u) * batch * units);
  }

  #denOf(t: number, u: number): Floats {
    return this.#at(this.#den, this.#job.differentiate ? t : 0, u);
  }

  #denInOf(t: number): Floats {
    const { batch, units, differentiate } = this.#job;
    return skipNumbers(this.#denIn, differentiate ? t * batch * units : 0);
  }
}
