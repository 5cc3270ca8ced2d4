/** `dsrnn runtime`: the Node of workers. */
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';

test('runtime says on which Node workers run; what DSRNN_WORKER_NODE may be is said, too', async () => {
  const toy = openToy();
  const { code, out } = await toy.dsrnn('runtime --json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ version: expect.stringMatching(/^v\d+\./) as string });
  expect((await toy.dsrnn('runtime')).out).toMatch(
    /^workers run on Node v\d+\S* .*vectors of (128|256) bits: /,
  );
  const own = await toy.dsrnn('runtime --json', { DSRNN_WORKER_NODE: 'own' });
  expect(JSON.parse(own.out)).toMatchObject({
    version: process.version,
    origin: 'own',
    flags: [],
    bits: 128,
  });
  for (const command of ['run toy', 'runtime']) {
    expect(await toy.dsrnn(command, { DSRNN_WORKER_NODE: '24' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('DSRNN_WORKER_NODE=24: own (') as string,
    });
  }
});
