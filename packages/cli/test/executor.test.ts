/** Runs that are handed on: one command each, which fill the same store as a plain sweep. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { executorKinds } from '@dsrnn/experiment';
import type { Result } from '@dsrnn/records';
import { expect, test } from 'vitest';
import { shellLine } from '../src/shell-line.ts';
import { openToy } from './open-toy.ts';
import { experiment, type ToyWorkspace } from './toy-workspace.ts';

/** Digests of all results by key, in the order of the keys. */
function digests({ root }: ToyWorkspace): [string, Result['digests']][] {
  const runs = join(root, 'runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .sort()
    .map((key) => [
      key,
      (JSON.parse(readFileSync(join(runs, key, 'result.json'), 'utf8')) as Result).digests,
    ]);
}

/** The printed commands, without `npx dsrnn`. */
async function printed(toy: ToyWorkspace, words = 'run toy --executor print'): Promise<string[]> {
  const { code, out } = await toy.dsrnn(words);
  expect(code).toBe(0);
  const lines = out.split('\n').filter((line) => line !== '');
  return lines.map((line) => /^npx dsrnn (run .*)$/.exec(line)![1]!);
}

/** Runs the commands, the last first, two at once; each has to compute one run. */
async function runAll(toy: ToyWorkspace, commands: readonly string[]): Promise<void> {
  const waiting = [...commands];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { code, out } = await toy.dsrnn(next);
      expect([code, out]).toEqual([0, expect.stringContaining('1 computed, 0 stored before (')]);
    }
  };
  await Promise.all([work(), work()]);
}

test('the printed commands compute exactly the missing runs, to the same bits, and then there are none', async () => {
  const text = experiment.replace('[dense, ds]', '[dense, ds, { label: ds-again, kind: ds }]');
  const [plain, handed] = [openToy(text), openToy(text)];
  await plain.dsrnn('run toy');
  await handed.dsrnn('run toy --only method=ds,seed=2');
  const commands = await printed(handed);
  expect(digests(handed)).toHaveLength(1); // printing computes nothing
  expect(commands).toHaveLength(5); // labels of the same settings are one run
  await runAll(handed, commands);
  expect(digests(handed)).toEqual(digests(plain));
  const after = await handed.dsrnn('run toy --executor print');
  expect(after).toEqual({
    ...{ code: 0, out: '' },
    err: 'toy (quick): every run has a result, so there is no command\n',
  });
});

test('a grid that is tuned is printed round by round', async () => {
  const tune = 'train: short\n    tune: { learningRate: { start: [0.003], factor: 3, most: 5 } }';
  const text = experiment.replace('train: short', tune);
  const [plain, handed] = [openToy(text), openToy(text)];
  await plain.dsrnn('run toy');
  const rounds: number[] = [];
  const note = (await handed.dsrnn('run toy --executor print')).err;
  expect(note).toContain('toy (quick): these are the runs of the present round of tuning');
  for (;;) {
    const commands = await printed(handed);
    if (commands.length === 0) break;
    rounds.push(commands.length);
    await runAll(handed, commands);
  }
  expect(rounds).toEqual([6, 12, 3, 3]);
  expect(digests(handed)).toEqual(digests(plain));
});

test('the commands carry what decides the run and where its result comes from', async () => {
  const toy = openToy();
  const { out, err } = await toy.dsrnn(
    'run toy --executor print --json --only method=ds --seed-count 1 --backend cpu --engine reference --fresh',
  );
  const [one, ...others] = JSON.parse(out) as { key: string; command: string }[];
  expect(others).toEqual([]);
  expect(err).toBe('');
  expect(one?.key).toMatch(/^[0-9a-f]{64}$/);
  expect(one?.command).toBe(
    'npx dsrnn run toy --profile quick --only architecture=tiny,task=copy,method=ds,recipe=short,sparsity=0.9,seed=1 ' +
      '--backend cpu --engine reference --fresh',
  );
  // What lacks here may be there where the commands run.
  expect(await printed(toy, 'run toy --executor print --backend webgpu --seed-count 1')).toHaveLength(2);
});

test('what has no meaning for runs that are handed on is said', async () => {
  const { code, err } = await openToy().dsrnn('run toy --executor print --workers 2');
  expect(code).toBe(0);
  expect(err).toBe('notice: --workers and --fail-fast do nothing with --executor print\n');
});

test('an unknown executor is refused with those there are, which the help lists', async () => {
  const toy = openToy();
  const { code, err } = await toy.dsrnn('run toy --executor prnt');
  expect(code).toBe(2);
  expect(err).toContain('--executor: unknown executor "prnt"; did you mean "print"? (known: pool, print)');
  const { out } = await toy.dsrnn('run --help');
  for (const kind of executorKinds) expect(out.replaceAll(/\s+/g, ' ')).toContain(`${kind} (`);
});

test('a line gives a shell back the words that it was made of', () => {
  const words = ['a=1|2,b=c', "it's", '$(x) `y` "z"', '', 'lr@0.003', 'a b'];
  const script = `printf '%s\\n' ${shellLine(words)}`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`${words.join('\n')}\n`);
});
