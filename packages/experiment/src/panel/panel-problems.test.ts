import { describe, expect, it } from 'vitest';
import type { NumericsPanel } from './panel-file.ts';
import { panelProblems } from './panel-problems.ts';
import { suspectsOf } from './suspects.ts';
import { NumericsError, updatedPanel } from './updated-panel.ts';

const uses = new Map([
  ['lstm dense', ['cell/lstm', 'trainer/train']],
  ['lstm ds', ['cell/lstm', 'trainer/train', 'method/ds', 'router/two-layer', 'estimator/top-k']],
  ['lstm ds gumbel', ['cell/lstm', 'trainer/train', 'method/ds', 'router/two-layer', 'estimator/gumbel']],
  ['gru dense', ['cell/gru', 'trainer/train']],
  ['gru ds', ['cell/gru', 'trainer/train', 'method/ds', 'router/two-layer', 'estimator/top-k']],
  ['gru ds gumbel', ['cell/gru', 'trainer/train', 'method/ds', 'router/two-layer', 'estimator/gumbel']],
  [
    'gru ds probed',
    ['cell/gru', 'trainer/train', 'method/ds', 'router/two-layer', 'estimator/top-k', 'probe/masks'],
  ],
]);
const digest = (text: string): string => text.repeat(64);
const old: NumericsPanel = {
  definitions: Object.fromEntries(
    [...new Set([...uses.values()].flat())].map((name) => [
      name,
      { version: 1, ...(name === 'estimator/gumbel' ? { defaults: { noise: 1 } } : {}) },
    ]),
  ),
  digests: Object.fromEntries(
    [...uses.keys()].map((entry) => [
      entry,
      { core: digest('a'), probes: entry.endsWith('probed') ? { masks: digest('b') } : {} },
    ]),
  ),
};

/** The panel after a change of the bits of some entries, under risen versions. */
function after(changed: readonly string[], raised: Readonly<Record<string, number>> = {}): NumericsPanel {
  const definitions = Object.entries(old.definitions).map(([name, definition]) => [
    name,
    { ...definition, version: raised[name] ?? definition.version },
  ]);
  const digests = Object.entries(old.digests).map(([entry, digests]) => [
    entry,
    changed.includes(entry) ? { ...digests, core: digest('c') } : digests,
  ]);
  return {
    definitions: Object.fromEntries(definitions) as NumericsPanel['definitions'],
    digests: Object.fromEntries(digests) as NumericsPanel['digests'],
  };
}

const gumbel = ['lstm ds gumbel', 'gru ds gumbel'];
const lstm = ['lstm dense', 'lstm ds', 'lstm ds gumbel'];

describe('suspects', () => {
  it.each([
    [gumbel, [['estimator/gumbel']]],
    [lstm, [['cell/lstm']]],
    [[...uses.keys()], [['trainer/train']]],
    [[...uses.keys()].filter((entry) => entry.includes(' ds')), [['method/ds', 'router/two-layer']]],
    [
      [...lstm, 'gru ds gumbel'],
      [['cell/lstm'], ['estimator/gumbel']],
    ],
    [[], []],
  ])('of %j are %j', (changed, suspects) => {
    expect(suspectsOf(changed, uses)).toEqual(suspects);
  });
});

describe('problems of a new panel', () => {
  it('are none where nothing changed, entries were added or dropped, or a version rose', () => {
    expect(panelProblems(old, old, uses)).toEqual([]);
    const { 'gru ds probed': _, ...rest } = old.digests;
    expect(panelProblems({ ...old, digests: rest }, old, uses)).toEqual([]);
    expect(panelProblems(old, { ...old, digests: rest }, uses)).toEqual([]);
    expect(panelProblems(old, after([], { 'cell/gru': 2 }), uses)).toEqual([]);
  });

  it('name the definition whose version must rise, until it has', () => {
    expect(panelProblems(old, after(gumbel), uses)).toEqual([
      'the bits of lstm ds gumbel, gru ds gumbel changed: if they should, raise the version of estimator/gumbel',
    ]);
    expect(panelProblems(old, after(gumbel, { 'estimator/gumbel': 2 }), uses)).toEqual([]);
  });

  it('stay where a version rose that only some of the changed entries use', () => {
    expect(panelProblems(old, after(lstm, { 'estimator/top-k': 2 }), uses)).toEqual([
      'the bits of lstm dense, lstm ds gumbel changed: if they should, raise the version of cell/lstm',
    ]);
  });

  it('name a probe by its own digest', () => {
    const probed = { ...old.digests['gru ds probed']!, probes: { masks: digest('d') } };
    const fresh = { ...old, digests: { ...old.digests, 'gru ds probed': probed } };
    expect(panelProblems(old, fresh, uses)).toEqual([
      'the bits of gru ds probed changed: if they should, raise the version of probe/masks',
    ]);
    const added = { ...old.digests['gru ds']!, probes: { masks: digest('d') } };
    expect(panelProblems(old, { ...old, digests: { ...old.digests, 'gru ds': added } }, uses)).toEqual([]);
    const { definitions } = after([], { 'probe/masks': 2 });
    expect(panelProblems(old, { ...fresh, definitions }, uses)).toEqual([]);
  });

  it('are a default that changed, for it is in no key, and a version that fell', () => {
    const changed = (noise: number, version: number): NumericsPanel => ({
      ...old,
      definitions: { ...old.definitions, 'estimator/gumbel': { version, defaults: { noise, added: 1 } } },
    });
    expect(panelProblems(old, changed(1, 1), uses)).toEqual([]);
    expect(panelProblems(old, changed(2, 1), uses)).toEqual([
      expect.stringContaining('the default of noise of estimator/gumbel was 1 and is 2'),
    ]);
    expect(panelProblems(old, changed(2, 2), uses)).toEqual([]);
    expect(panelProblems(changed(1, 2), old, uses)).toEqual([
      'the version of estimator/gumbel fell from 2 to 1: versions only rise',
    ]);
  });
});

describe('an update', () => {
  it('refuses a panel with problems, and begins from nothing', () => {
    expect(() => updatedPanel(old, after(gumbel), uses)).toThrow(NumericsError);
    expect(() => updatedPanel(old, after(gumbel), uses)).toThrow(
      'raise the version of estimator/gumbel. Nothing was written',
    );
    expect(updatedPanel(old, after(gumbel, { 'estimator/gumbel': 2 }), uses)).toEqual(
      after(gumbel, { 'estimator/gumbel': 2 }),
    );
    expect(updatedPanel(null, old, uses)).toEqual(old);
  });
});
