import { readdirSync } from 'node:fs';
import { cells, ds } from '@dsrnn/core';
import { describe, expect, it } from 'vitest';
import { describeMethod } from '../test/describe-method.ts';
import { methodConfig, methodDefinition, methods } from './registry.ts';

for (const method of methods) {
  for (const cell of cells) {
    // Large enough that perturbing a weight by 0.01 seldom changes what a delta network sends.
    describeMethod(method, cell, method.kind === 'delta' ? { initialTheta: 0.2 } : {});
    if ('read' in method.config.shape)
      describeMethod(method, cell, { read: 'current', groupSize: 1, maskInputs: true });
  }
}

describe('the registry of methods', () => {
  it('lists every method of its folder, and DS', async () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /^[a-z0-9-]+\.ts$/.test(name));
    const found = new Set<unknown>([ds]);
    for (const file of files) {
      const exported = (await import(new URL(file, import.meta.url).href)) as Record<string, unknown>;
      for (const value of Object.values(exported).filter(isDefinition)) found.add(value);
    }
    expect(found).toEqual(new Set<unknown>(methods));
  });

  it('has no kind twice, and finds each by its kind and its default config', () => {
    expect(new Set(methods.map(({ kind }) => kind)).size).toBe(methods.length);
    for (const method of methods) {
      expect(methodDefinition(method.kind)).toBe(method);
      expect(methodConfig.parse({ kind: method.kind }).kind).toBe(method.kind);
      expect(method.title).not.toBe('');
      expect(method.summary).not.toBe('');
    }
  });

  it('tells the known kinds when asked for another', () => {
    expect(() => methodDefinition('magic')).toThrow(/unknown method "magic"; known: dense, dense-small, ds/);
  });
});

function isDefinition(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'plan' in value && 'create' in value;
}
