/** Committed results are recomputed and compared. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, digestsOf, type Result } from '@dsrnn/records';
import { expect, test } from 'vitest';
import { chooseSample } from '../src/check-sample.ts';
import { openToy } from './open-toy.ts';

test('check gives exit code 3 and names the run and the field that differ', async () => {
  const toy = openToy();
  await toy.dsrnn('run toy');
  await toy.dsrnn('results write toy');
  const file = join(toy.root, 'results/toy/quick/runs.jsonl');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const original = lines.map((line) => JSON.parse(line) as Result);
  const forged = original.map((record) => {
    const outcome = { ...record.outcome, validationScore: 0.5 };
    return canonicalJson({ ...record, outcome, digests: digestsOf(outcome) });
  });
  writeFileSync(file, `${forged.join('\n')}\n`);
  const { code, out } = await toy.dsrnn('check toy --sample 1 --seed 6');
  expect(code).toBe(3);
  const [, start = ''] = /different {2}tiny dense copy short #\d {2}([0-9a-f]{12}): /.exec(out) ?? [];
  const [computed] = original.filter(({ key }) => key.startsWith(start));
  expect(out).toContain(
    `${start}: validationScore is ${String(computed?.outcome.validationScore)}, committed is 0.5`,
  );

  writeFileSync(file, `${forged.slice(1).join('\n')}\n`);
  const holes = await toy.dsrnn('check toy --sample 1 --json');
  expect(holes.code).toBe(3);
  const [report] = JSON.parse(holes.out) as [{ missing: string[] }];
  expect(report.missing).toHaveLength(1);
});

test('results that one seed does not look at are looked at by the next ones', async () => {
  const toy = openToy();
  await toy.dsrnn('run toy');
  await toy.dsrnn('results write toy');
  const file = join(toy.root, 'results/toy/quick/runs.jsonl');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const candidates = lines.map((line) => {
    const { key, spec } = JSON.parse(line) as Result;
    return { key, method: spec.method.kind };
  });
  const sampled = new Set(chooseSample(candidates, 2, 1).map(({ key }) => key));
  // Every score that seed 1 does not look at is raised, and its digest made to fit.
  const raised = lines.map((line) => {
    const record = JSON.parse(line) as Result;
    const outcome = { ...record.outcome, score: 0.999 };
    return sampled.has(record.key)
      ? line
      : canonicalJson({ ...record, outcome, digests: digestsOf(outcome) });
  });
  writeFileSync(file, `${raised.join('\n')}\n`);
  expect((await toy.dsrnn('check --sample 2 --seed 1')).code).toBe(0);
  expect((await toy.dsrnn('check --sample 2 --seed 2')).code).toBe(3);
});

test('check passes over profiles of which nothing is committed, unless nothing is left', async () => {
  const toy = openToy();
  expect(await toy.dsrnn('check')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no results of profile quick are committed') as string,
  });
});
