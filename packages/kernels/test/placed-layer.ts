import type { Kernels } from '../src/kernels.ts';
import { Guarded } from './guarded.ts';
import type { Layer } from './s4d-reference.ts';

/** The parameters in kernel memory, discretised. */
export function place(kernels: Kernels, memory: Guarded, one: Layer) {
  const size = one.channels * one.modes;
  const dt = memory.put(one.dt);
  const a = [memory.put(one.aRe), memory.put(one.aIm)] as const;
  const c = [memory.put(one.cRe), memory.put(one.cIm)] as const;
  const abar = [memory.fill(size), memory.fill(size)] as const;
  const bbar = [memory.fill(size), memory.fill(size)] as const;
  kernels.run.s4dDiscretise(one.channels, one.modes, dt, ...a, ...abar, ...bbar);
  return { dt, a, c, abar, bbar };
}

/** y `[length, batch, channels]` of the recurrence over u, from a state of 0. */
export function scanned(
  kernels: Kernels,
  one: Layer,
  [length, batch, channels]: readonly [length: number, batch: number, channels: number],
  u: Float32Array,
  d: Float32Array,
): Float32Array {
  const memory = new Guarded(kernels);
  const { abar, bbar, c } = place(kernels, memory, one);
  const size = batch * channels * one.modes;
  const state = [memory.fill(size, 0), memory.fill(size, 0)] as const;
  const y = memory.fill(u.length);
  kernels.run.s4dScan(
    ...([length, batch, channels, one.modes, ...abar, ...bbar, ...c, memory.put(d)] as const),
    ...([memory.put(u), ...state, y] as const),
  );
  const result = memory.get(y);
  memory.close();
  return result;
}
