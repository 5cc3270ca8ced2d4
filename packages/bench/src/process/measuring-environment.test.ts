import { expect, test } from 'vitest';
import { startProcess } from './measuring-process.ts';
import { measuringEnvironment } from './measuring-environment.ts';
import { z } from 'zod';

test('what would hold a library back is unset, threads are one, and the rest stays', () => {
  const env = {
    PATH: '/bin',
    OPENBLAS_CORETYPE: 'prescott',
    MKL_ENABLE_INSTRUCTIONS: 'SSE4_2',
    OMP_NUM_THREADS: '8',
  };
  expect(measuringEnvironment(env)).toEqual({
    PATH: '/bin',
    ...{ OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  });
});

test('a process that measures has that environment', async () => {
  process.env['OPENBLAS_CORETYPE'] = 'prescott';
  try {
    const child = await startProcess('toy', [
      process.execPath,
      '-e',
      `console.log('{"name":"toy","version":"7"}');
       process.stdin.on('data', () => console.log(JSON.stringify({ keys: Object.keys(process.env) })));`,
    ]);
    const { keys } = await child.ask({}, z.object({ keys: z.array(z.string()) }));
    await child.stop();
    expect(keys).toContain('OMP_NUM_THREADS');
    expect(keys).not.toContain('OPENBLAS_CORETYPE');
  } finally {
    delete process.env['OPENBLAS_CORETYPE'];
  }
});
