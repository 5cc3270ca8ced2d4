import { loadTask, type DataAccess, type Dataset, type TaskConfig } from '@dsrnn/datasets';
import { expect, it } from 'vitest';
import { tinySpec } from '../../test/toy-dataset.ts';
import { resolvedSpec } from '../spec/resolved-spec.ts';
import { executeRun } from './execute-run.ts';
import { keepingLast } from './last-task.ts';

const access: DataAccess = { cacheDir: 'nowhere' };
const task = (length: number): TaskConfig =>
  resolvedSpec(tinySpec({ kind: 'dense' }, { task: { ...tinySpec().task, length } })).task;

it('loads a task once for runs in a row, and again after another', async () => {
  const asked: TaskConfig[] = [];
  const load = keepingLast((config, from) => {
    asked.push(config);
    return loadTask(config, from);
  });
  const first = await load(task(8), access);
  expect(await load(task(8), access)).toBe(first);
  expect(await load(task(9), access)).not.toBe(first);
  expect(await load(task(8), access)).toEqual(first);
  await load(task(8), { cacheDir: 'elsewhere' });
  expect(asked.map((config) => (config as { length?: number }).length)).toEqual([8, 9, 8, 8]);
});

it('does not keep what could not be loaded', async () => {
  let broken = true;
  const load = keepingLast((config, from) =>
    broken ? Promise.reject(new Error('no')) : loadTask(config, from),
  );
  await expect(load(task(8), access)).rejects.toThrow('no');
  broken = false;
  expect(await load(task(8), access)).toMatchObject({ time: 8 });
});

it('runs leave data as they are, so that those after them have the outcome that they have alone', async () => {
  const given: Dataset[] = [];
  const keeping = keepingLast(loadTask);
  const load: typeof keeping = async (config, from) => {
    const data = await keeping(config, from);
    given.push(data);
    return data;
  };
  for (const kind of ['ds', 'rigl', 'dense']) {
    const spec = tinySpec({ kind });
    expect((await executeRun(spec, { access, load })).outcome).toEqual(
      (await executeRun(spec, { access })).outcome,
    );
  }
  expect(given[2]).toBe(given[0]);
  expect(given[0]).toEqual(await loadTask(task(8), access));
});
