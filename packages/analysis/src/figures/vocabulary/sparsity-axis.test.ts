import { describe, expect, it } from 'vitest';
import { sparsityAxis, sparsityPosition } from './sparsity-axis.ts';

const plotted = (sparsities: readonly number[], methods: number) =>
  Array.from({ length: methods }, (_, i) =>
    sparsities.map((sparsity) => ({ sparsity, method: `m${i}` })),
  ).flat();

describe('sparsityAxis', () => {
  it.each([
    [[0.8, 0.9, 0.95], 7],
    [[0.5, 0.95], 1],
    [[0.9], 9],
  ])('has all marks within: sparsities %j, %i methods', (sparsities, methods) => {
    const [least, most] = sparsityAxis(plotted(sparsities, methods), 'macs').domain;
    for (const sparsity of sparsities) {
      for (let index = 0; index < methods; index++) {
        const position = sparsityPosition(sparsity, index, methods);
        expect(position).toBeGreaterThanOrEqual(least - 1e-6);
        expect(position).toBeLessThanOrEqual(most + 1e-6);
      }
    }
  });

  it('begins and ends at the sparsities where nothing is shifted', () => {
    expect(sparsityAxis(plotted([0.5, 0.75], 1), 'macs').domain).toEqual([0.25, 0.5]);
  });
});
