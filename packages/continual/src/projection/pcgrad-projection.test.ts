import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import { projectConflicts } from './pcgrad-projection.ts';

const rounded = (vectors: readonly Float64Array[]): number[][] =>
  vectors.map((vector) => Array.from(vector, (value) => Math.round(value * 1e6) / 1e6));

describe('the projection of PCGrad', () => {
  it('projects two gradients that conflict onto the normal planes of each other', () => {
    // <a, b> = −1, |a|² = 1, |b|² = 2: a + ½ b = (½, ½); b + 1 a = (0, 1).
    const gradients = [Float32Array.of(1, 0), Float32Array.of(-1, 1)];
    expect(rounded(projectConflicts(gradients, createRng(1)))).toEqual([
      [0.5, 0.5],
      [0, 1],
    ]);
  });

  it('leaves gradients that do not conflict as they are', () => {
    const gradients = [Float32Array.of(1, 0), Float32Array.of(0, 2), Float32Array.of(3, 1)];
    expect(projectConflicts(gradients, createRng(1))).toEqual(gradients.map((g) => Float64Array.from(g)));
  });

  it('projects against the original gradients of the others, one after the other, in both orders', () => {
    // a = (1, 0) against b = (−1, 1) then c = (−1, −2): (½, ½), <., c> = −1.5, |c|² = 5: (½ − .3, ½ − .6) = (.2, −.1).
    // In the other order: (1 − .2, −.4) = (.8, −.4), <., b> = −1.2: (.8 − .6, −.4 + .6) = (.2, .2).
    const gradients = [Float32Array.of(1, 0), Float32Array.of(-1, 1), Float32Array.of(-1, -2)];
    const found = new Set(
      Array.from({ length: 40 }, (_, i) =>
        JSON.stringify(rounded(projectConflicts(gradients, createRng(i + 1)))[0]),
      ),
    );
    expect(found).toEqual(new Set(['[0.2,-0.1]', '[0.2,0.2]']));
  });

  it('is not disturbed by a gradient of zero', () => {
    const gradients = [Float32Array.of(1, 0), Float32Array.of(0, 0)];
    expect(rounded(projectConflicts(gradients, createRng(1)))).toEqual([
      [1, 0],
      [0, 0],
    ]);
  });
});
