/** Data that are missing are said before anything is trained, with the command that brings them. */
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { experiment, type ToyWorkspace } from './toy-workspace.ts';

/** A workspace whose experiment has a task that is generated and one that must be downloaded. */
function open(): ToyWorkspace {
  const tasks = 'tasks: [copy, { label: har, kind: uci-har }]';
  return openToy(experiment.replace('tasks: [copy]', tasks));
}

const missing = /uci-har, which 6 runs of har read, is not on this machine: .*dsrnn data fetch uci-har/;

test('run trains nothing, lists the data and exits with 4; what needs none can be run', async () => {
  const toy = open();
  const { code, err } = await toy.dsrnn('run toy');
  expect(code).toBe(4);
  expect(err).toContain('data are missing, so nothing was trained');
  expect(err).toContain('--only "task=copy"');
  expect(err).toMatch(missing);
  expect(JSON.parse((await toy.dsrnn('runs ls --json')).out)).toEqual([]);
  expect((await toy.dsrnn('run toy --only task=copy')).code).toBe(0);
});

test('validate and explain list it, and are no errors', async () => {
  const toy = open();
  const validated = await toy.dsrnn('validate');
  expect([validated.code, validated.out]).toEqual([0, 'toy: ok (runs: quick 12)\n']);
  expect(validated.err).toMatch(missing);
  const json = await toy.dsrnn('validate --json');
  expect(JSON.parse(json.out)).toMatchObject([{ absent: [{ source: 'uci-har', tasks: ['har'], runs: 6 }] }]);
  const explained = await toy.dsrnn('explain toy --no-measure');
  expect(explained.code).toBe(0);
  expect(explained.out.replaceAll(/\s+/g, ' ')).toMatch(missing);
  const narrowed = await toy.dsrnn('explain toy --no-measure --only task=copy');
  expect(narrowed.out).not.toContain('uci-har');
});
