/** Whether a peer computes what we compute: the same weights must give the same outputs. */
import { cellDefinition, tf, unroll, useBackend } from '@dsrnn/core';
import { createRng } from '@dsrnn/portable';
import { PeerError } from '../bench-error.ts';
import type { MeasuringProcess } from '../process/measuring-process.ts';
import { checked, type CheckRequest } from './peer-protocol.ts';

const FEATURES = 5;
const UNITS = 7;
const TIME = 6;
const TOLERANCE = 1e-4;

/** Compares a small LSTM and a small GRU. Throws PeerError if an output differs by more than 1e-4. */
export async function checkPeer(peer: MeasuringProcess): Promise<void> {
  for (const kind of ['lstm', 'gru'] as const) {
    const { request, outputs } = await checkOf(kind);
    const theirs = await peer.ask(request, checked);
    const difference = Math.max(...outputs.map((value, i) => Math.abs(value - (theirs.outputs[i] ?? NaN))));
    if (theirs.outputs.length !== outputs.length || !(difference <= TOLERANCE)) {
      throw new PeerError(
        `${peer.name} ${peer.version}: its ${kind} gives other outputs than ours for the same weights (off by ` +
          `${difference}), so times cannot be compared; report it, or leave out --peers`,
      );
    }
  }
}

/** Random weights, nonzero biases among them, and our outputs. */
export async function checkOf(
  kind: CheckRequest['check'],
): Promise<{ readonly request: CheckRequest; readonly outputs: readonly number[] }> {
  await useBackend('wasm');
  const cell = cellDefinition(kind);
  const settings = cell.config.parse({ kind, units: UNITS });
  const rng = createRng(5);
  const draw = (count: number): Float32Array => Float32Array.from({ length: count }, () => rng.normal() / 2);
  const inputs = draw(TIME * FEATURES);
  const values: Record<string, Float32Array> = {};
  let outputs: readonly number[] = [];
  tf.tidy(() => {
    const parameters = Object.fromEntries(
      Object.entries(cell.init(settings, FEATURES, rng)).map(([name, { size, shape }]) => {
        values[name] = draw(size);
        return [name, tf.tensor(values[name], shape)] as const;
      }),
    );
    const { output } = unroll(tf.tensor3d(inputs, [1, TIME, FEATURES]), {
      ...{ cell, settings, parameters },
      gating: { kind: 'dense' },
      readout: 'steps',
      differentiate: false,
    });
    outputs = [...output.dataSync<'float32'>()];
  });
  const numbers = (name: string): number[] => [...(values[name] ?? [])];
  return {
    request: {
      check: kind,
      features: FEATURES,
      units: UNITS,
      ...{ wx: numbers('wx'), wh: numbers('wh'), b: numbers('b'), bn: numbers('bn') },
      inputs: [...inputs],
    },
    outputs,
  };
}
