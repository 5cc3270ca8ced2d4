/** The processor's ceiling, and how near the dense product comes to it. */
import { loadKernels, type Floats } from '@dsrnn/kernels';
import { createRng } from '@dsrnn/portable';
import { repeatable, type Work } from './work.ts';

/** Iterations of a timing of the ceiling, and floating-point operations of each. */
export const PEAK = { iterations: 400_000, operations: 192 } as const;

/** Multiplications and additions with nothing loaded or stored. */
export async function peakWork(): Promise<Work> {
  const { run } = await loadKernels();
  return repeatable(() => {
    run.peakMulAdd(PEAK.iterations);
    return undefined;
  });
}

/** C [m, n] = A [m, k] B, B packed before. */
export async function gemmWork(m: number, k: number, n: number): Promise<Work> {
  const kernels = await loadKernels();
  const { arena, run } = kernels;
  const rng = createRng(1);
  const random = (size: number): Floats => {
    const pointer = arena.take(size);
    kernels.write(
      pointer,
      Float32Array.from({ length: size }, () => rng.normal()),
    );
    return pointer;
  };
  const a = random(m * k);
  const packed = arena.take<'packed'>(run.packedSize(k, n));
  run.packB(k, n, random(k * n), n, packed);
  const c = arena.take(m * n);
  return repeatable(() => {
    run.gemm(m, n, k, a, k, packed, c, n, false);
    return undefined;
  });
}
