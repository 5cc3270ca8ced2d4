import type { Kernels } from '../src/kernels.ts';
import type { Guarded } from './guarded.ts';
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
