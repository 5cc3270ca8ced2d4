/** Models that are kept beside results, and what is computed from them later. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { experiment } from './toy-workspace.ts';

const probed = experiment.replace('    train: short', '    train: short\n    probes: [interference]');

test('after run --keep-models a probe that is added trains nothing, and explain, run and runs say so', async () => {
  const toy = openToy();
  await toy.dsrnn('run toy --keep-models --seed-count 2');
  await toy.dsrnn('run toy');
  expect((await toy.dsrnn('runs ls')).out.match(/ kept$/gm)).toHaveLength(4);
  toy.write('experiments/toy/experiment.yaml', probed);
  expect((await toy.dsrnn('explain toy --no-measure')).out).toContain(
    '6 to do, of which 4 lack only probes of a kept model',
  );
  const { code, out, err } = await toy.dsrnn('run toy --keep-models');
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(
      /^toy \(quick\): 6 computed, of them 4 from kept models, without training, 0 stored/,
    ),
  ]);
  expect(err.match(/ from a kept model$/gm)).toHaveLength(4);
  expect((await toy.dsrnn('runs gc --unreferenced --yes')).out.match(/^removed /gm)).toHaveLength(6);
  expect((await toy.dsrnn('runs ls')).out.match(/ kept$/gm)).toHaveLength(6);
});

test('a damaged model is named by run, shown as damaged, and removed alone', async () => {
  const toy = openToy();
  await toy.dsrnn('run toy --keep-models --seed-count 1 --only method=ds');
  const [key] = readdirSync(join(toy.root, 'runs')) as [string];
  const file = join(toy.root, 'runs', key, 'model.safetensors');
  expect(JSON.parse((await toy.dsrnn(`runs show ${key}`)).out)).toMatchObject({
    model: { steps: 4, tensors: { w: [1] } },
  });
  writeFileSync(file, 'hello');
  expect(JSON.parse((await toy.dsrnn(`runs show ${key}`)).out)).toMatchObject({
    result: { key },
    model: { problem: expect.stringContaining(`${file}: is no safetensors file`) as string },
  });
  toy.write('experiments/toy/experiment.yaml', probed);
  const { code, out, err } = await toy.dsrnn('run toy --json --seed-count 1 --only method=ds');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([{ done: 1, probed: 0 }]);
  expect(err).toContain(`notice: ${file}: is no safetensors file`);
  await toy.dsrnn('runs gc --corrupt');
  expect([existsSync(file), existsSync(join(toy.root, 'runs', key, 'result.json'))]).toEqual([false, true]);
});

test('printed commands keep models, too', async () => {
  const toy = openToy();
  const { out } = await toy.dsrnn('run toy --keep-models --executor print --seed-count 1');
  expect(out.match(/ --keep-models$/gm)).toHaveLength(2);
});

test('results that were there before are not trained again for a model, and that is said', async () => {
  const toy = openToy();
  await toy.dsrnn('run toy --seed-count 1');
  const { code, err } = await toy.dsrnn('run toy --seed-count 2 --keep-models');
  expect(code).toBe(0);
  expect(err).toContain('2 runs had a result before, without a model; where a model is wanted, remove');
  expect((await toy.dsrnn('runs ls')).out.match(/ kept$/gm)).toHaveLength(2);
  expect((await toy.dsrnn('run toy --seed-count 2')).err).not.toContain('without a model');
});
