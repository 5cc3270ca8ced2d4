/** The processor's ceiling, and how near the dense product comes to it. */
import { loadKernels, type Floats } from '@dsrnn/kernels';
import { createRng } from '@dsrnn/portable';
import { repeatable, type Work } from './work.ts';

/** Timings of each loop, of which the fastest counts. */
const CHOICE = 9;

/** Floating-point operations of a timing of the ceiling. */
export const PEAK_OPERATIONS = 76_800_000;

/**
 * Multiplications and additions with nothing loaded or stored, in as many chains as fill vectors of 128 bits or those of 256,
 * whichever is faster here: the other leaves units idle, or does not fit into registers.
 */
export async function peakWork(): Promise<Work> {
  const { run } = await loadKernels();
  const loops = [() => run.peakMulAdd(PEAK_OPERATIONS / 96), () => run.peakMulAddWide(PEAK_OPERATIONS / 192)];
  const works: Work[] = [];
  for (const loop of loops) {
    works.push(
      await repeatable(() => {
        loop();
        return undefined;
      }),
    );
  }
  const times: number[] = [];
  for (const work of works) times.push(Math.min(...(await work.take(CHOICE))));
  return times[1]! < times[0]! ? works[1]! : works[0]!;
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
