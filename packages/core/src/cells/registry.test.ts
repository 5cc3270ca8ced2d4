import { readdirSync } from 'node:fs';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeCell } from '../../test/describe-cell.ts';
import { toySettings } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { denseMacs } from '../gating/budget/channel-budget.ts';
import { cellConfig, cellDefinition, cells } from './registry.ts';

beforeAll(() => useBackend('wasm'));

for (const cell of cells) describeCell(cell);

describe('the registry of cells', () => {
  it('lists every cell of its folder', async () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /^[a-z0-9-]+\.ts$/.test(name));
    const found: unknown[] = [];
    for (const file of files) {
      const exported = (await import(new URL(file, import.meta.url).href)) as Record<string, unknown>;
      found.push(...Object.values(exported).filter(isDefinition));
    }
    expect(found.length).toBeGreaterThan(0);
    for (const definition of found) expect(cells).toContain(definition);
  });

  it('has no kind twice, and finds each by its kind', () => {
    expect(new Set(cells.map(({ kind }) => kind)).size).toBe(cells.length);
    for (const cell of cells) {
      expect(cellDefinition(cell.kind)).toBe(cell);
      expect(cellConfig.parse({ kind: cell.kind, units: 3 }).kind).toBe(cell.kind);
    }
  });

  it('tells the known kinds when asked for another', () => {
    expect(() => cellDefinition('perceptron')).toThrow(/unknown architecture "perceptron"; known: lstm/);
  });
});

describe('the LSTM', () => {
  const lstm = cellDefinition('lstm');

  it('costs one MAC a weight when all channels are active', () => {
    const settings = toySettings(lstm, 7);
    const weights = lstm
      .weightMatrices(settings, 5)
      .reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
    expect(denseMacs(lstm, settings, 5)).toBe(weights);
  });

  it('begins with a forget bias of 1 and all weights within their bounds', () => {
    const { wx, wh, b } = lstm.init(toySettings(lstm, 4), 9, createRng(1));
    expect([...(b?.dataSync() ?? [])]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    const largest = (values: ArrayLike<number> = []): number => Math.max(...Array.from(values, Math.abs));
    expect(largest(wx?.dataSync())).toBeLessThan(1 / 3);
    expect(largest(wx?.dataSync())).toBeGreaterThan(0.9 / 3);
    expect(largest(wh?.dataSync())).toBeLessThan(1 / 2);
    expect(largest(wh?.dataSync())).toBeGreaterThan(0.9 / 2);
  });
});

function isDefinition(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'weightMatrices' in value && 'kind' in value;
}
