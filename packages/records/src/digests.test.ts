import { expect, test } from 'vitest';
import { differingParts, digestsOf, sameDigests } from './digests.ts';
import { digestOf } from './json.ts';

const outcome = { score: 1, probes: { masks: { churn: 1 }, angles: { cosine: 0 } } };

test('the core has one digest, each probe one', () => {
  expect(digestsOf(outcome)).toEqual({
    core: digestOf({ score: 1 }),
    probes: { masks: digestOf({ churn: 1 }), angles: digestOf({ cosine: 0 }) },
  });
  expect(digestsOf({ score: 1, probes: undefined })).toEqual({
    core: digestOf({ score: 1 }),
    probes: {},
  });
});

test('outcomes differ in their core, in probes that differ, and in probes that only one has', () => {
  const before = digestsOf(outcome);
  expect(sameDigests(before, digestsOf({ ...outcome }))).toBe(true);
  const after = digestsOf({ ...outcome, probes: { masks: { churn: 2 }, parts: {} } });
  expect(differingParts(before, after)).toEqual(['probes.angles', 'probes.masks', 'probes.parts']);
  expect(differingParts(before, digestsOf({ ...outcome, score: 2 }))).toEqual(['core']);
});
