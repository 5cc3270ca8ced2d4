import { useBackend, type SequenceModel } from '@dsrnn/core';
import { beforeAll, expect, it } from 'vitest';
import { interferenceSubject, type SubjectMethod } from '../../test/interference-subject.ts';
import { isOfCell, membersOf, parameterGroups } from './parameter-groups.ts';

beforeAll(() => useBackend('cpu'));

function membersBy(
  method: SubjectMethod,
  change: Partial<SequenceModel> = {},
): Record<string, readonly string[]> {
  const { model } = interferenceSubject(method);
  const groups = parameterGroups({ ...model, ...change }, 4);
  model.dispose();
  return Object.fromEntries(groups.map(({ name, members }) => [name, members]));
}

it('names the groups of a DS LSTM', () => {
  expect(membersBy({ ds: {} })).toEqual({
    wx: ['wx'],
    wh: ['wh'],
    bias: ['b'],
    core: ['wx', 'wh', 'b'],
    router: ['router.w1', 'router.b1', 'router.w2', 'router.b2'],
    head: ['head.w', 'head.b'],
  });
});

it('leaves out what training does not move', () => {
  const frozen = Object.fromEntries(['w1', 'b1', 'w2', 'b2'].map((name) => [`router.${name}`, 0]));
  expect(membersBy({ ds: {} }, { rateScale: frozen })).not.toHaveProperty('router');
});

it('puts a matrix of another cell under its own name, without a dot', () => {
  const s4d = membersBy({ cell: 's4d' });
  expect(s4d['layer0-wo']).toEqual(['layer0.wo']);
  expect(s4d['bias']).toEqual(['bx', 'layer0.bo']);
  expect(s4d['other']).toContain('layer0.cReal');
});

it('has no group bias where there is none', () => {
  const ltc = membersBy({ cell: 'ltc' });
  expect(Object.keys(ltc)).toEqual(['sensory-w', 'w', 'other', 'core', 'head']);
  expect(ltc['core']).toHaveLength(13);
});

it('lists each parameter of the groups once', () => {
  const { model } = interferenceSubject({});
  expect(membersOf(parameterGroups(model, 4))).toEqual(['wx', 'wh', 'b', 'head.w', 'head.b']);
  model.dispose();
});

it('counts neither router, nor learned identity, nor head as of the cell', () => {
  const names = ['wx', 'layer0.wo', 'router.w1', 'identity.embedding', 'head.b'];
  expect(names.filter(isOfCell)).toEqual(['wx', 'layer0.wo']);
});
