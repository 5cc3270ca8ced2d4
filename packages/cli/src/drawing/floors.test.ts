import type { GridRun } from '@dsrnn/experiment';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { expect, test } from 'vitest';
import { floorsByTask, floorsOf } from './floors.ts';

const cacheDir = temporaryFolder();

const copy = { kind: 'copy-memory', delay: 3, trainCount: 64, validationCount: 32, testCount: 32 };
const speech = { kind: 'speech-commands' };
/** Only the label and the task of a run count. */
const runsOf = (task: object, label = 'task'): GridRun[] =>
  [1, 2].map(
    (seed) => ({ labels: { stream: label, task: label }, spec: { task, seed } }) as unknown as GridRun,
  );
const known = { task: 'other name', scores: [{ label: 'majority', score: 0.125 }] };

async function floors(
  task: object,
  committed: Parameters<typeof floorsOf>[1],
): Promise<{ found: Awaited<ReturnType<typeof floorsOf>>; missing: string[] }> {
  const missing: string[] = [];
  // An empty cache, and no Debian package under it: what is not generated or installed with npm is absent.
  const access = { cacheDir, debianRoot: cacheDir };
  const found = await floorsOf(runsOf(task), committed, access, (name) => missing.push(name));
  return { found, missing };
}

test('what the data say goes before what is committed', async () => {
  const { found } = await floors(copy, []);
  expect(found).toHaveLength(1);
  expect(found[0]?.scores.length).toBeGreaterThan(0);
  const again = await floors(copy, [{ ...known, key: found[0]!.key }]);
  expect(again.found).toEqual(found);
});

test('where the data are not here, committed floors of the same task and data stand in', async () => {
  const absent = await floors(speech, []);
  expect(absent).toEqual({ found: [], missing: ['task'] });
  const other = await floors(speech, [{ ...known, key: '0'.repeat(64) }]);
  expect(other.missing).toEqual(['task']);
  const { taskConfig } = await import('@dsrnn/datasets');
  const { taskKey } = await import('@dsrnn/experiment');
  const key = taskKey(taskConfig.parse(speech));
  expect(await floors(speech, [{ ...known, key }])).toEqual({
    found: [{ task: 'task', key, scores: known.scores }],
    missing: [],
  });
});

test('the floors of a stream hold for each task that is shown of it', () => {
  const runs = ['a', 'b'].flatMap((task) =>
    runsOf(copy, 'stream').map((run) => ({ ...run, labels: { ...run.labels, task } })),
  );
  expect(floorsByTask(runs, [{ ...known, task: 'stream', key: '' }])).toEqual(
    ['a', 'b'].map((task) => ({ task, label: 'majority', score: 0.125 })),
  );
});
