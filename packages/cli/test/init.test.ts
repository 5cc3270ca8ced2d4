/** `dsrnn init` writes an experiment that is right as it stands, and nothing over what is there. */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { writePresets } from './write-presets.ts';

test('what it writes is valid with the presets that are here, runs, and is drawn and decided', async () => {
  const toy = openToy();
  writePresets(toy);
  const { code, out, err } = await toy.dsrnn('init sparse-gru-2');
  expect([code, err]).toEqual([0, '']);
  expect(out.split('\n').slice(0, 2)).toEqual([
    'wrote experiments/sparse-gru-2/experiment.yaml',
    'wrote experiments/sparse-gru-2/README.md',
  ]);
  const validated = await toy.dsrnn('validate sparse-gru-2');
  expect(validated).toEqual({ code: 0, out: 'sparse-gru-2: ok (runs: quick 9)\n', err: '' });
  // The rest of its last line is a command, and works.
  const next = /npx dsrnn (.+)\n$/.exec(out)?.[1] ?? '';
  const reproduced = await toy.dsrnn(next);
  expect(reproduced.code).toBe(0);
  expect(reproduced.err).toContain('sparse-gru-2: 9 computed');
  expect(reproduced.out).toContain('✓ supported');
  expect(readdirSync(join(toy.root, 'build/sparse-gru-2/quick'))).toEqual(
    expect.arrayContaining(['claims.md', 'table-scores.md', 'figure-score-versus-total-macs.png']),
  );
});

test.each(['2026', '1e3', 'null'])('an id that YAML would not read as text is quoted: %s', async (id) => {
  const toy = openToy();
  writePresets(toy);
  await toy.dsrnn(`init ${id}`);
  expect((await toy.dsrnn(`validate ${id}`)).out).toBe(`${id}: ok (runs: quick 9)\n`);
});

test('its page says how to run it, as that of every experiment must', async () => {
  const toy = openToy();
  await toy.dsrnn('init mine');
  expect(readFileSync(join(toy.root, 'experiments/mine/README.md'), 'utf8')).toContain('dsrnn run mine');
});

test('--json names the files and the next command', async () => {
  const toy = openToy();
  expect(JSON.parse((await toy.dsrnn('init mine --json')).out)).toEqual({
    experiment: 'mine',
    files: ['experiments/mine/experiment.yaml', 'experiments/mine/README.md'],
    next: 'npx dsrnn reproduce mine',
  });
});

test('a folder that exists is left alone, be it empty', async () => {
  const toy = openToy();
  const before = readFileSync(join(toy.root, 'experiments/toy/experiment.yaml'), 'utf8');
  mkdirSync(join(toy.root, 'experiments/empty'));
  for (const id of ['toy', 'empty']) {
    const { code, err } = await toy.dsrnn(`init ${id}`);
    expect(code).toBe(2);
    expect(err).toContain(`experiments/${id} exists already: choose another id, or remove that folder`);
  }
  expect(readFileSync(join(toy.root, 'experiments/toy/experiment.yaml'), 'utf8')).toBe(before);
  expect(readdirSync(join(toy.root, 'experiments/empty'))).toEqual([]);
});

test.each(['Mine', 'my_idea', 'my--idea', 'mine/', '../mine', 'experiments/mine', 'mine.yaml'])(
  '%s is refused as an id, with what one looks like',
  async (id) => {
    const toy = openToy();
    const { code, err } = await toy.dsrnn(`init ${id}`);
    expect(code).toBe(2);

    expect(err).toContain(
      `"${id}" is no id of an experiment: expected small letters, digits and single hyphens, as in "sparse-gru-2"`,
    );

    expect(readdirSync(join(toy.root, 'experiments'))).toEqual(['toy']);
  },
);

test('outside of a workspace it says where it wants to be', async () => {
  const { code, err } = await openToy().dsrnn('-C .. init mine');
  expect(code).toBe(2);
  expect(err).toContain('not inside a dsrnn workspace');
});

test('its help has examples', async () => {
  const { out } = await openToy().dsrnn('init --help');
  expect(out).toContain('dsrnn init my-idea');
  expect(out).toContain('dsrnn reproduce my-idea');
});
