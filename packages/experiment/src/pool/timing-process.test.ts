import { temporaryFolder } from '@dsrnn/portable/testing';
import { expect, it } from 'vitest';
import { panelSpecs } from '../panel/panel-specs.ts';
import { ownNode } from './node-command.ts';
import { openTimingProcess, TimingError } from './timing-process.ts';

const spec = panelSpecs().get('lstm dense')!;

it('times steps of a run in a process of its own, and hands on what went wrong there', async () => {
  const clock = openTimingProcess(ownNode, { cacheDir: temporaryFolder() });
  try {
    expect(await clock.trainMs(spec)).toBeGreaterThan(0);
    expect(await clock.streamMs(spec)).toBeGreaterThan(0);
    const wrong = { ...spec, architecture: { ...spec.architecture, kind: 'none' } };
    await expect(clock.trainMs(wrong)).rejects.toThrow('Invalid discriminator value');
    const unreadable = { ...spec, method: { kind: 'ds', router: { input: 'identity' } } };
    await expect(clock.streamMs(unreadable)).rejects.toMatchObject({
      name: TimingError.name,
      code: 'setting',
      message: expect.stringContaining('the task gives no identity') as string,
    });
    expect(await clock.trainMs(spec)).toBeGreaterThan(0);
  } finally {
    await clock.stop();
  }
});

it('says so where the process cannot be started, or is gone', async () => {
  const nowhere = openTimingProcess({ ...ownNode, file: '/no/such/node' }, { cacheDir: temporaryFolder() });
  await expect(nowhere.trainMs(spec)).rejects.toThrow(/the process that times runs: .*ENOENT/);
  const clock = openTimingProcess(ownNode, { cacheDir: temporaryFolder() });
  await clock.stop();
  await expect(clock.trainMs(spec)).rejects.toThrow('it ended with SIGKILL');
});
