import { expect, test } from 'vitest';
import { filledFrom } from './origins.ts';

const origin = { read: 'current', router: { input: 'auto', width: 16 }, estimator: { kind: 'a', rate: 1 } };

test('what a config lacks is filled at any depth, and what it says stays', () => {
  expect(filledFrom(origin, { kind: 'ds', router: { width: 8, blocks: 2 } })).toEqual({
    kind: 'ds',
    read: 'current',
    router: { input: 'auto', width: 8, blocks: 2 },
    estimator: { kind: 'a', rate: 1 },
  });
  expect(filledFrom(origin, { read: null, router: null })).toMatchObject({ read: null, router: null });
});

test('a choice by kind is filled as a whole or not at all', () => {
  for (const estimator of [{ kind: 'b' }, { kind: 'a' }])
    expect(filledFrom(origin, { estimator })).toMatchObject({ estimator });
});

test('the config itself is left alone', () => {
  const config = Object.freeze({ router: Object.freeze({}) });
  filledFrom(origin, config);
  expect(config).toEqual({ router: {} });
});
