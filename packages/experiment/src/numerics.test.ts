import { estimators } from '@dsrnn/core';
import { describe, expect, it } from 'vitest';
import { panelDigest, panelSpecs, readPanel, updatedPanel, NumericsError } from './numerics-panel.ts';
import { numericsVersion } from './numerics.ts';

const panel = readPanel();
const specs = panelSpecs();

describe('the numerics panel', () => {
  it('is of the current numerics version', () => {
    expect(panel.numericsVersion, 'the version was raised: run `npm run numerics:update`').toBe(
      numericsVersion,
    );
  });

  it('has a digest of every entry and no other', () => {
    expect(Object.keys(panel.digests).sort(), 'entries came or went: run `npm run numerics:update`').toEqual(
      [...specs.keys()].sort(),
    );
  });

  it('reaches every estimator', () => {
    const reached = [...specs.values()].map(
      ({ method }) => (method['estimator'] as { kind: string } | undefined)?.kind,
    );
    for (const { kind } of estimators) {
      if (kind !== 'top-k-ste') expect(reached, `add a variant to numerics-panel.ts`).toContain(kind);
    }
  });

  it.each([...specs])('gives the committed bits: %s', async (name, spec) => {
    const hint =
      'the bits of a result changed: if they should, raise numericsVersion in numerics.ts and run `npm run numerics:update`';
    expect(await panelDigest(spec), hint).toBe(panel.digests[name]);
  });

  it('has variants that change the numbers of their method, for one that did not would guard nothing', () => {
    let compared = 0;
    for (const [name, { architecture, method, task }] of specs) {
      const plain = `${architecture.kind} ${method.kind}`;
      if (name === plain || specs.get(plain)?.task.kind !== task.kind) continue;
      expect(panel.digests[name], name).not.toBe(panel.digests[plain]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(10);
  });
});

describe('an update of the panel', () => {
  const old = { numericsVersion: 1, digests: { a: 'a'.repeat(64), b: 'b'.repeat(64) } };

  it('refuses a changed digest under the same version, and names it', () => {
    const fresh = { numericsVersion: 1, digests: { ...old.digests, b: 'c'.repeat(64) } };
    expect(() => updatedPanel(old, fresh)).toThrow(NumericsError);
    expect(() => updatedPanel(old, fresh)).toThrow(/digests of b changed/);
  });

  it('takes it under a new version', () => {
    const fresh = { numericsVersion: 2, digests: { a: 'd'.repeat(64) } };
    expect(updatedPanel(old, fresh)).toEqual(fresh);
  });

  it('takes new entries, drops old ones, and begins from nothing', () => {
    const fresh = { numericsVersion: 1, digests: { a: 'a'.repeat(64), c: 'c'.repeat(64) } };
    expect(updatedPanel(old, fresh)).toEqual(fresh);
    expect(updatedPanel(null, fresh)).toEqual(fresh);
  });
});
