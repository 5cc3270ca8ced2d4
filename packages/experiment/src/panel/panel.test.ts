import { estimatorDefinition } from '@dsrnn/core';
import { describe, expect, it, vi } from 'vitest';
import { definitions } from '../identity/definitions.ts';
import { registries } from '../identity/registered.ts';
import { panelDigests, presentDefinitions, readPanel, type NumericsPanel } from './panel-file.ts';
import { exempt } from './panel-parts.ts';
import { panelProblems } from './panel-problems.ts';
import { panelSpecs } from './panel-specs.ts';
import { panelUses } from './updated-panel.ts';

const committed = readPanel()!;
const specs = panelSpecs();
const uses = panelUses();

describe('the numerics panel', () => {
  const fresh: NumericsPanel = { definitions: presentDefinitions(), digests: {} };

  it.each([...specs])('gives the committed bits: %s', async (name, spec) => {
    fresh.digests[name] = await panelDigests(spec);
    const hint = 'bits changed: the test "names the definition whose version must rise" says whose';
    expect(fresh.digests[name], hint).toEqual(committed.digests[name]);
  });

  it('names the definition whose version must rise', () => {
    expect(panelProblems(committed, fresh, uses)).toEqual([]);
  });

  it('has every entry and definition of the registries; else run `npm run numerics:update`', () => {
    expect(Object.keys(committed.digests).sort()).toEqual([...specs.keys()].sort());
    expect(committed.definitions).toEqual(fresh.definitions);
  });

  it('reaches every definition but those that are exempt', () => {
    const reached = new Set([...uses.values()].flat());
    expect([...definitions.keys()].filter((name) => !reached.has(name) && !exempt.has(name))).toEqual([]);
    expect([...exempt.keys()].filter((name) => reached.has(name) || !definitions.has(name))).toEqual([]);
  });

  it('has variants that change the numbers of their method, for one that did not would guard nothing', () => {
    let compared = 0;
    for (const [name, { architecture, method, task }] of specs) {
      const plain = `${architecture.kind} ${method.kind}`;
      if (name === plain || specs.get(plain)?.task.kind !== task.kind) continue;
      expect(committed.digests[name], name).not.toEqual(committed.digests[plain]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(10);
  });

  it('lets a changed estimator name itself', async () => {
    const gumbel = estimatorDefinition('gumbel-top-k') as unknown as Record<'mask' | 'fused', () => unknown>;
    const topK = estimatorDefinition('top-k-ste');
    const settings = { temperature: 0.3, centred: true };
    const spies = [
      vi
        .spyOn(gumbel, 'mask')
        .mockImplementation(((_: unknown, ...rest: [never, never, never]) =>
          topK.mask(settings, ...rest)) as never),
      vi
        .spyOn(gumbel, 'fused')
        .mockImplementation(((_: unknown, job: never) => topK.fused?.(settings, job)) as never),
    ];
    const changed: NumericsPanel = { ...committed, digests: { ...committed.digests } };
    for (const [name, spec] of specs) {
      if (uses.get(name)!.includes('estimator/gumbel-top-k'))
        changed.digests[name] = await panelDigests(spec);
    }
    for (const spy of spies) spy.mockRestore();
    expect(panelProblems(committed, changed, uses)).toEqual([
      expect.stringMatching(
        /^the bits of lstm ds gumbel-top-k, .* changed: if they should, raise the version of estimator\/gumbel-top-k$/,
      ),
    ]);
    const raised = { ...changed.definitions, 'estimator/gumbel-top-k': { version: 2 } };
    expect(panelProblems(committed, { ...changed, definitions: raised }, uses)).toEqual([]);
  });

  it('knows what an entry uses by the function that makes versions of keys', () => {
    expect(registries.versions(specs.get('lstm told by gem')!)).toEqual({
      'backend/wasm': 1,
      'engine/fused': 1,
      'cell/lstm': 1,
      'method/ds': 1,
      'router/two-layer': 1,
      'router-input/identity': 1,
      'estimator/top-k-ste': 1,
      'head/linear': 1,
      'task/systems': 1,
      'parts/measures': 1,
      'strategy/gem': 1,
      'trainer/train': 1,
      'optimiser/adam': 1,
      'probe/part-conflict': 1,
      'probe/part-masks': 1,
    });
  });
});
