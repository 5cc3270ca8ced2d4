import type { Examples } from '../dataset.ts';
import { PEN_FEATURES } from './pen-trajectory.ts';

/**
 * Where the pen is after each of its first `steps` steps: the same examples with inputs `[count, steps, 2]`, x and y as
 * sums of dx and dy. Padding at the front, all zeros, is skipped; a shorter trajectory stays at its last position.
 * A linear model sees a stroke order far better so than in movements that padding has shifted by varying amounts.
 * `time` is the number of steps of the given inputs, `[count, time, 3]`.
 */
export function openingPositions(examples: Examples, time: number, steps: number): Examples {
  const inputs = new Float32Array(examples.count * steps * 2);
  for (let i = 0; i < examples.count; i++) {
    const movements = examples.inputs.subarray(i * time * PEN_FEATURES, (i + 1) * time * PEN_FEATURES);
    let at = 0;
    while (at < movements.length && movements[at] === 0) at += 1;
    at -= at % PEN_FEATURES; // back to dx of the first step that is not all zeros
    let x = 0;
    let y = 0;
    for (let step = 0; step < steps; step++, at += PEN_FEATURES) {
      x += movements[at] ?? 0;
      y += movements[at + 1] ?? 0;
      inputs.set([x, y], (i * steps + step) * 2);
    }
  }
  return { ...examples, inputs };
}
