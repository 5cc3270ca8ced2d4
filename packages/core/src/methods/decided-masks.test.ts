import { describe, expect, it } from 'vitest';
import { toySettings } from '../../test/toys.ts';
import { cellDefinition } from '../cells/registry.ts';
import { decidedMasks, decidedVersions, type AskedMasks, type MaskDecider } from './decided-masks.ts';
import { decidedByRouter, dsConfig, type DsConfig } from './ds.ts';
import type { MethodContext } from './method.ts';

const auto: AskedMasks = {
  maskInputs: 'auto',
  inputDensity: null,
  sides: 'both',
  read: 'auto',
  groupSize: 'auto',
};
const byStep: MaskDecider = { scope: 'step', readsState: false };

function contextOf<Config>(
  config: Config,
  kind: string,
  units: number,
  features = 28,
): MethodContext<Config> {
  const cell = cellDefinition(kind);
  const sizes = { settings: toySettings(cell, units), features, time: 10 };
  return { config, cell, ...sizes, sparsity: 0.9, sparsityOf: 'macs', steps: 10 };
}

function decided(asked: Partial<AskedMasks>, kind: string, units: number, decider = byStep, features = 28) {
  const { read, groupSize, maskInputs } = decidedMasks(
    contextOf({ ...auto, ...asked }, kind, units, features),
    decider,
  ).config;
  return { read, groupSize, maskInputs };
}

describe('masks that are left to decide', () => {
  it.each([
    ['lstm', 128, { read: 'previous', groupSize: 8 }],
    ['gru', 64, { read: 'previous', groupSize: 4 }],
    ['lstm', 100, { read: 'previous', groupSize: 4 }],
    ['lstm', 10, { read: 'previous', groupSize: 1 }],
    ['gru', 4096, { read: 'previous', groupSize: 32 }],
    ['ltc', 128, { read: 'previous', groupSize: 1 }],
    ['s4d', 128, { read: 'current', groupSize: 1 }],
  ])('are those of the cell: %s of %d units', (kind, units, expected) => {
    expect(decided({}, kind, units)).toMatchObject(expected);
  });

  it('are single channels where the state or the whole sequence decides, which then reads what it writes', () => {
    expect(decided({}, 'lstm', 128, { scope: 'step', readsState: true })).toMatchObject({
      read: 'previous',
      groupSize: 1,
    });
    expect(decided({}, 'lstm', 128, { scope: 'sequence', readsState: false })).toMatchObject({
      read: 'current',
      groupSize: 1,
    });
    for (const sides of ['rows', 'columns'] as const)
      expect(decided({ sides }, 'lstm', 128).read).toBe('current');
  });

  it('leave inputs open unless there are more of them than units, or their share is given', () => {
    expect(decided({}, 'lstm', 28).maskInputs).toBe(false);
    expect(decided({}, 'lstm', 27).maskInputs).toBe(true);
    expect(decided({ inputDensity: 0.5 }, 'lstm', 128).maskInputs).toBe(true);
  });

  it('stay as they are asked for', () => {
    const asked = { read: 'current', groupSize: 2, maskInputs: true } as const;
    expect(decided(asked, 'lstm', 128)).toEqual(asked);
    expect(decidedVersions({ ...auto, ...asked })).toEqual({});
    expect(decidedVersions({ ...auto, ...asked, read: 'auto' })).toEqual({ 'masks/auto': 1 });
  });
});

it.each([
  [{}, 's4d', { read: 'current', groupSize: 1 }],
  [{}, 'gru', { read: 'previous', groupSize: 8 }],
  [{ router: { input: 'xh' } }, 'gru', { read: 'previous', groupSize: 1 }],
  [{ router: { input: 'auto' } }, 'gru', { read: 'previous', groupSize: 1 }],
  [{ router: { input: 'first' } }, 'gru', { read: 'current', groupSize: 1 }],
])('the router of %j decides over a %s', (settings, kind, expected) => {
  const config: DsConfig = dsConfig.parse({ kind: 'ds', ...settings });
  expect(decidedByRouter(contextOf(config, kind, 128)).config).toMatchObject({
    ...expected,
    maskInputs: false,
  });
});
