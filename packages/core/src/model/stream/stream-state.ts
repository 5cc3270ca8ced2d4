/** Saving the state of a stream, and restoring one that fits. */
import type { Kernels } from '@dsrnn/kernels';
import { DsrnnError } from '@dsrnn/portable';
import type { StateBlock } from '../../engines/stream/cell-stream.ts';
import type { StreamState } from './stream.ts';

/** A saved state belongs to another model than the stream that is to go on from it. */
export class StreamStateError extends DsrnnError {
  readonly code = 'stream-state';

  constructor(problem: string) {
    super(`state of a stream: ${problem}; restore a state into a stream of the model that it was saved from`);
  }
}

/** What a state is made of. */
export interface StateLayout {
  readonly cell: string;
  readonly gating: string;
  readonly blocks: Readonly<Record<string, StateBlock>>;
}

/** Copies the blocks out of kernel memory. */
export function saveState(
  kernels: Kernels,
  { cell, gating, blocks }: StateLayout,
  steps: number,
): StreamState {
  const values = Object.fromEntries(
    Object.entries(blocks).map(([name, { at, size }]) => [name, kernels.read(at, size)]),
  );
  return { cell, gating, steps, values };
}

/** Copies a state into the blocks. Throws StreamStateError before it writes anything. */
export function restoreState(kernels: Kernels, layout: StateLayout, state: StreamState): void {
  if (state.cell !== layout.cell || state.gating !== layout.gating) {
    throw new StreamStateError(
      `is of a ${state.gating} ${state.cell}, but the stream runs a ${layout.gating} ${layout.cell}`,
    );
  }
  const names = Object.keys(layout.blocks);
  const given = Object.keys(state.values);
  if (names.length !== given.length || given.some((name) => !names.includes(name))) {
    throw new StreamStateError(`holds ${given.join(', ')}, but the stream has ${names.join(', ')}`);
  }
  for (const [name, { size }] of Object.entries(layout.blocks)) {
    const length = state.values[name]?.length ?? 0;
    if (length !== size) {
      throw new StreamStateError(
        `"${name}" has ${String(length)} numbers, but the stream's has ${String(size)}`,
      );
    }
  }
  if (!Number.isSafeInteger(state.steps) || state.steps < 0) {
    throw new StreamStateError(`"steps" is ${String(state.steps)}, which counts nothing`);
  }
  for (const [name, { at }] of Object.entries(layout.blocks))
    kernels.write(at, state.values[name] as Float32Array);
}
