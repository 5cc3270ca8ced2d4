/** The page on writing an experiment is executed: it begins with `dsrnn init`, makes its edits, and validates after each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { edited, fencesOf } from '@dsrnn/experiment/testing';
import { experimentConfig } from '@dsrnn/experiment';
import { claim } from '@dsrnn/records';
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { writePresets } from './write-presets.ts';

const page = readFileSync(new URL('../../../docs/writing-an-experiment.md', import.meta.url), 'utf8');

test('what it says of validate after each edit is what validate says', async () => {
  const toy = openToy();
  writePresets(toy);
  await toy.dsrnn('init mine');
  const steps = page.split(/^```text validates\n/m);
  expect(steps.length).toBeGreaterThan(5);
  for (const [i, said] of steps.slice(1).entries()) {
    for (const fence of fencesOf(steps[i]!)) {
      const before = readFileSync(join(toy.root, fence.path), 'utf8');
      toy.write(fence.path, edited(before, fence));
    }
    const { out, err } = await toy.dsrnn('validate mine');
    expect({ out, err }).toEqual({ out: said.split('```')[0], err: '' });
  }
  expect(fencesOf(steps.at(-1)!)).toEqual([]);
});

test('it explains every field of a claim, and of an experiment', () => {
  for (const field of [...Object.keys(claim.shape), ...Object.keys(experimentConfig.shape.profiles.shape)]) {
    expect(page, field).toContain(`\`${field}\``);
  }
});
