/**
 * Loss and gradients of a batch on the kernels, from parameters to gradients in kernel memory: no tensor in between, and
 * the bits of `forward`, a loss and their gradients on tensors.
 */
import { isNone, type Floats, type Kernels, type None, type Workspace } from '@dsrnn/kernels';
import type { Blocks } from '../engines/fused/fused-cell.ts';
import { Pass, routingOf, type PassInputs } from '../engines/fused/pass.ts';
import { canFuse, masksAhead, passParameterNames } from '../engines/fused/unroll-fused.ts';
import type { ActivityObserver, UnrollRequest } from '../engines/recurrence.ts';
import { checkParameters } from '../engines/unroll/unroll.ts';
import type { Gating } from '../gating/gating.ts';
import type { Mode } from '../mode.ts';
import { parameter } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { KernelHead } from './kernel-head.ts';
import { kernelLoss, type Target } from './kernel-loss.ts';
import type { SequenceModel } from './model.ts';
import type { OwnHeads } from './own-heads.ts';

/** A batch on the host: inputs `[batch, time, features]`, what the outputs are to be, and whose head each sample reads. */
export interface KernelBatch {
  readonly inputs: Float32Array;
  readonly shape: readonly [batch: number, time: number, features: number];
  readonly target: Target;
  readonly own: OwnHeads | null;
}

/** Where parameters lie and where their gradients go, by name; none: nobody wants it. */
export interface KernelPlaces {
  readonly value: (name: string) => Floats;
  readonly gradient: (name: string) => Floats | None;
}

/** The loss of a batch, penalties included, and the parameters whose gradients were written: none if it is not finite. */
export interface KernelGradient {
  readonly loss: number;
  readonly reached: ReadonlySet<string>;
}

/**
 * Writes the gradients of a batch in training. Null, and nothing has happened, where tensors must do it: a number of the
 * inputs is none, the inputs are embedded, the kernels cannot run the cell, or masks have a gradient on the tape.
 */
export function kernelGradient(
  kernels: Kernels,
  model: SequenceModel,
  batch: KernelBatch,
  mode: Mode,
  places: KernelPlaces,
  observe?: ActivityObserver,
): KernelGradient | null {
  if (model.embedding !== undefined) return null;
  const { recurrent, parameters, readout } = model;
  const { cell, settings } = recurrent;
  const gating = recurrent.gating(mode);
  if (!canFuse({ cell, gating }) || onTape(gating)) return null;
  const request = { cell, settings, parameters, gating, observe, readout: readout.kind };
  checkParameters(batch.shape[2], request);
  const tape = kernels.workspace();
  const at = tape.take(batch.inputs.length);
  kernels.write(at, batch.inputs);
  if (kernels.run.allFinite(batch.inputs.length, at) === 0) {
    tape.close();
    return null;
  }
  const inputs = { at, shape: batch.shape, tensor: () => tf.tensor3d(batch.inputs, [...batch.shape]) };
  // Only given masks, inputs of routers and tallies make tensors.
  try {
    return tidied(() => differentiated(kernels, tape, model, request, inputs, batch, places));
  } catch (error) {
    tape.close();
    throw error;
  }
}

/** Whether masks come with a gradient that only tensors can carry on. */
function onTape(gating: Gating): boolean {
  if (gating.kind !== 'masked' || gating.masks.declared?.kind !== 'ahead') return false;
  if (routingOf(gating) !== null) return false;
  const { routing, gradient } = gating.masks.declared;
  return routing !== undefined || gradient !== 'none';
}

function differentiated(
  kernels: Kernels,
  tape: Workspace,
  { parameters, readout }: SequenceModel,
  request: UnrollRequest,
  inputs: PassInputs,
  { target, own }: KernelBatch,
  { value, gradient }: KernelPlaces,
): KernelGradient {
  const { gating, settings } = request;
  const ahead = masksAhead(gating, inputs.tensor);
  const names = passParameterNames(request);
  const stored = Object.fromEntries(names.map((name) => [name, value(name)]));
  const pass = new Pass({ kernels, tape, request, parameters: stored, block: ahead?.block ?? null }, inputs);
  const rows = inputs.shape[0] * (readout.kind === 'steps' ? inputs.shape[1] : 1);
  const { outputs } = readout;
  const head = new KernelHead(kernels, tape, { rows, units: settings.units, outputs }, value('head.w'));
  const read = pass.readout();
  const y = head.forward(read, value('head.b'));
  const taskLoss = kernelLoss(kernels, tape, y, rows * outputs, target, own);
  const loss = withPenalties(taskLoss, [pass.penalty, ahead?.penalty?.dataSync<'float32'>()[0] ?? null]);
  if (!Number.isFinite(loss)) {
    pass.close();
    return { loss, reached: new Set() };
  }
  const place = (name: string): Floats => {
    const wanted = gradient(name);
    return isNone(wanted) ? tape.take(parameter(parameters, name).size) : wanted;
  };
  const dRead = head.backward(read, y, { w: place('head.w'), b: place('head.b') });
  const into: Blocks<string> = Object.fromEntries(names.map((name) => [name, place(name)]));
  pass.backward(dRead, 1, into);
  pass.close();
  return { loss, reached: new Set([...names, 'head.w', 'head.b']) };
}

/** The sum in float32, as of tensors. */
function withPenalties(loss: number, penalties: readonly (number | null)[]): number {
  return penalties.reduce<number>(
    (sum, penalty) => (penalty === null ? sum : Math.fround(sum + Math.fround(penalty))),
    loss,
  );
}

function tidied<T>(work: () => T): T {
  const made: T[] = [];
  tf.tidy(() => void made.push(work()));
  return made[0] as T;
}
