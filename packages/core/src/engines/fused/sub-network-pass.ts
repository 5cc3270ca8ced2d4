/**
 * The pass of a gated cell whose masks last for the whole sequence: each sub-network is a small dense cell. A unit that is
 * never active keeps its state 0, so neither it nor a channel that is not read appears in it; samples with the same masks
 * are its batch. Weights are copied out once a pass and their gradients added back.
 *
 * Samples that follow one task run dense products of a tenth of the weights; a sample with masks of its own still reads
 * weights that lie side by side.
 */
import { isNone, NONE, type Floats, type Indices, type None } from '@dsrnn/kernels';
import type { CellSettings } from '../../cells/cell.ts';
import type { Blocks, FusedGating, FusedJob, FusedPass } from './fused-cell.ts';
import { gatedParameterNames, type GatedName, type GatedShape } from './gated-cell.ts';
import type { SubNetwork } from './sub-networks.ts';

/** Where the gradients of masks are summed over the steps, `[batch, features]` and `[batch, units]`; added to. */
export interface MaskSums {
  /** None: inputs are not masked. */
  readonly x: Floats | None;
  readonly h: Floats;
  /** Whether a unit without the mask would keep its state; else it would be 0. */
  readonly carry: boolean;
}

/** Runs the dense cell; `sums`: of masks of ones, or null where they need no gradient. */
export type RunDense<Name extends string> = (
  job: FusedJob<CellSettings, Name>,
  sums: MaskSums | null,
) => FusedPass<Name>;

type Dense = NonNullable<FusedPass<string>>;
type OutputGradient = Parameters<Dense['backward']>[0];

/** Runs every sub-network forward now and returns the pass. */
export function subNetworkPass<Bias extends string>(
  cell: GatedShape<Bias>,
  job: FusedJob<CellSettings, GatedName | Bias>,
  gating: FusedGating & { readonly kind: 'masked' },
  networks: readonly SubNetwork[],
  runDense: RunDense<GatedName | Bias>,
): FusedPass<GatedName | Bias> {
  const { kernels, tape, time, batch, features, units } = job;
  const outputs = tape.take(time * batch * units);
  kernels.clear(outputs, time * batch * units);
  const parts = networks
    .filter((network) => network.units.length > 0)
    .map((network) => new Part(cell, job, gating, network, runDense));
  for (const part of parts) part.addOutputs(outputs);
  return {
    outputs,
    backward(dOutputs, gradients) {
      const width = cell.gates * units;
      const sizes = { wx: features * width, wh: units * width, b: width };
      for (const name of gatedParameterNames(cell))
        kernels.clear(gradients[name], name in sizes ? sizes[name as GatedName] : units);
      const { feed } = gating;
      // The feed sums over the steps: all but the first have nothing to say.
      for (let t = 0; t < time; t++) {
        const { x, h } = feed.gradients(t);
        if (!isNone(x)) kernels.clear(x, batch * features);
        if (!isNone(h)) kernels.clear(h, batch * units);
      }
      for (const part of parts) part.backward(dOutputs, gradients, feed.gradients(0));
      for (let t = time - 1; t >= 0; t--) feed.backward(t, NONE);
      feed.finish(gradients);
    },
  };
}

/** A parameter as the rows and columns of it that a sub-network has. */
interface Slice {
  readonly rows: number;
  readonly rowList: Indices | None;
  readonly columns: number;
  readonly columnList: Indices;
  /** Of the whole parameter. */
  readonly stride: number;
}

/** One sub-network in a pass. */
class Part<Bias extends string> {
  readonly #job: FusedJob<CellSettings, GatedName | Bias>;
  readonly #network: SubNetwork;
  readonly #inputs: Indices;
  readonly #units: Indices;
  /** Rows of `[batch, ·]` and of `[time, batch, ·]` that are its samples'. */
  readonly #samples: Indices;
  readonly #steps: Indices;
  readonly #slices: ReadonlyMap<GatedName | Bias, Slice>;
  readonly #sums: MaskSums | null;
  readonly #pass: FusedPass<GatedName | Bias>;

  constructor(
    cell: GatedShape<Bias>,
    job: FusedJob<CellSettings, GatedName | Bias>,
    gating: FusedGating & { readonly kind: 'masked' },
    network: SubNetwork,
    runDense: RunDense<GatedName | Bias>,
  ) {
    const { kernels, tape, time, batch, features, x, differentiate } = job;
    const { samples } = network;
    this.#job = job;
    this.#network = network;
    this.#inputs = this.#list(network.inputs);
    this.#units = this.#list(network.units);
    this.#samples = this.#list(samples);
    const steps = Array.from({ length: time }, (_, t) => samples.map((b) => t * batch + b)).flat();
    this.#steps = this.#list(steps);
    this.#slices = this.#slicesOf(cell);
    const [count, width, active] = [samples.length, network.inputs.length, network.units.length];
    const parameters = Object.fromEntries(
      [...this.#slices].map(([name, { rows, rowList, columns, columnList, stride }]) => {
        const block = tape.take(rows * columns);
        kernels.run.takeSubmatrix(rows, rowList, columns, columnList, job.parameters[name], stride, block);
        return [name, block];
      }),
    ) as Blocks<GatedName | Bias>;
    const inputs = tape.take(steps.length * width);
    const read = width === features ? NONE : this.#inputs;
    kernels.run.takeSubmatrix(steps.length, this.#steps, width, read, x, features, inputs);
    const wanted = differentiate && gating.gradient !== 'none';
    this.#sums = wanted ? this.#zeroSums(gating) : null;
    const small = {
      ...{ ...job, settings: { ...job.settings, units: active }, gating: { kind: 'dense' } as const },
      ...{ batch: count, features: width, units: active, x: inputs, parameters },
    };
    this.#pass = runDense(small, this.#sums);
  }

  /** Adds its h_1 … h_T to those of all, `[time, batch, units]`. */
  addOutputs(outputs: Floats): void {
    const { kernels, time, units } = this.#job;
    const { samples, units: active } = this.#network;
    kernels.run.addSubmatrix(time * samples.length, this.#steps, active.length, this.#units, this.#pass.outputs, outputs, units); // prettier-ignore
  }

  /** Adds to the gradients of the parameters, and to those of the masks of the first step if they are wanted. */
  backward(
    { kind, at }: OutputGradient,
    gradients: Blocks<GatedName | Bias>,
    masks: { readonly x: Floats | None; readonly h: Floats | None },
  ): void {
    const { kernels, tape, time, features, units } = this.#job;
    const { run } = kernels;
    const { samples, inputs, units: active } = this.#network;
    const rows = kind === 'steps' ? time * samples.length : samples.length;
    const rowList = kind === 'steps' ? this.#steps : this.#samples;
    const own = tape.take(rows * active.length);
    run.takeSubmatrix(rows, rowList, active.length, this.#units, at, units, own);
    const slices = [...this.#slices].map(([name, slice]) => {
      return { name, slice, block: tape.take(slice.rows * slice.columns) };
    });
    const into = Object.fromEntries(slices.map(({ name, block }) => [name, block]));
    this.#pass.backward({ kind, at: own }, into as Blocks<GatedName | Bias>);
    for (const { name, slice, block } of slices) {
      const { rows, rowList, columns, columnList, stride } = slice;
      run.addSubmatrix(rows, rowList, columns, columnList, block, gradients[name], stride);
    }
    const sums = this.#sums;
    if (sums === null) return;
    if (!isNone(masks.h))
      run.addSubmatrix(samples.length, this.#samples, active.length, this.#units, sums.h, masks.h, units);
    if (!isNone(masks.x) && !isNone(sums.x))
      run.addSubmatrix(samples.length, this.#samples, inputs.length, this.#inputs, sums.x, masks.x, features);
  }

  #list(entries: readonly number[]): Indices {
    const { kernels, tape } = this.#job;
    const list = tape.take<'indices'>(entries.length);
    kernels.writeIntegers(list, entries);
    return list;
  }

  #zeroSums({ feed, carry }: FusedGating & { readonly kind: 'masked' }): MaskSums {
    const { kernels, tape } = this.#job;
    const { samples, inputs, units } = this.#network;
    const zeros = (size: number): Floats => {
      const block = tape.take(size);
      kernels.clear(block, size);
      return block;
    };
    return {
      x: isNone(feed.x) ? NONE : zeros(samples.length * inputs.length),
      h: zeros(samples.length * units.length),
      carry,
    };
  }

  #slicesOf({ gates, stateBias }: GatedShape<Bias>): Map<GatedName | Bias, Slice> {
    const { units } = this.#job;
    const { inputs, units: active } = this.#network;
    const columns = Array.from({ length: gates }, (_, gate) => active.map((j) => gate * units + j)).flat();
    const gated = { columns: columns.length, columnList: this.#list(columns), stride: gates * units };
    const slices = new Map<GatedName | Bias, Slice>([
      ['wx', { ...gated, rows: inputs.length, rowList: this.#inputs }],
      ['wh', { ...gated, rows: active.length, rowList: this.#units }],
      ['b', { ...gated, rows: 1, rowList: NONE }],
    ]);
    if (stateBias !== null) {
      const own = { columns: active.length, columnList: this.#units, stride: units };
      slices.set(stateBias.name, { ...own, rows: 1, rowList: NONE });
    }
    return slices;
  }
}
