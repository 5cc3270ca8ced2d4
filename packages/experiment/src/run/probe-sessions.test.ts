import { useBackend } from '@dsrnn/core';
import { createRng } from '@dsrnn/portable';
import { probeConfig, probes, probeDefinition } from '@dsrnn/probes';
import { beforeAll, expect, it, vi } from 'vitest';
import { toyParts, toyTrainable } from '../../test/toy-dataset.ts';
import { beginProbes } from './probe-sessions.ts';

beforeAll(() => useBackend('wasm'));

const settings: Readonly<Record<string, object>> = { interference: { examples: 4 } };
const configs = [
  ...probes.map(({ kind }) => probeConfig.parse({ kind, ...settings[kind] })),
  probeConfig.parse({ kind: 'masks', churnExamples: 0 }),
];

it.each(configs)('the definition of $kind lists the hooks of its sessions, and no others (%o)', (config) => {
  const model = toyTrainable('ds');
  const session = beginProbes([config], model, toyParts(), createRng(1)).get(config.kind)!;
  const hooks = (['watch', 'watchPart'] as const).filter((hook) => session[hook] !== undefined);
  expect(probeDefinition(config.kind).watches?.(config) ?? []).toEqual(hooks);
  model.dispose();
});

it('refuses a session that watches training though its definition does not say so', () => {
  const model = toyTrainable('ds');
  const spy = vi.spyOn(probeDefinition('masks'), 'watches').mockReturnValue([]);
  const begin = (): unknown => beginProbes([configs[0]!], model, toyParts(), createRng(1));
  expect(begin).toThrow('probe masks: its session has watch, but its definition does not list that');
  spy.mockRestore();
  model.dispose();
});
