import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openToy } from './open-toy.ts';
import { experiment, type ToyWorkspace } from './toy-workspace.ts';

const bin = fileURLToPath(new URL('../bin/dsrnn.mjs', import.meta.url));
function open(from = '', to = ''): ToyWorkspace {
  return openToy(experiment.replace(from, to));
}

test('an unknown key: the real command exits with 2 and names file, line and key, without a stack', () => {
  const { root } = open('title: A toy', 'title: A toy\nclaimz: x');
  const call = spawnSync(process.execPath, [bin, 'run', 'toy'], { cwd: root, encoding: 'utf8' });
  expect(call.status).toBe(2);
  expect(call.stderr).toMatch(
    /^error \(config\): .*experiments\/toy\/experiment\.yaml:3: claimz: unknown key/,
  );
  expect(call.stderr).toContain('did you mean "claim"?');
  expect(call.stderr).not.toContain('    at ');
});

test('--help lists commands and exit codes, and a reader that stops early is no error', () => {
  const { root } = open();
  const whole = spawnSync(process.execPath, [bin, '--help'], { cwd: root, encoding: 'utf8' });
  expect(whole.status).toBe(0);
  expect(whole.stdout).toContain('dsrnn run <experiment..>');
  expect(whole.stdout).toContain('130  interrupted');
  const cut = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" schema | head -c 10`], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(cut.stdout).toHaveLength(10);
  expect(cut.stderr).toBe('');
});

test.each([
  [
    'a wrong type',
    'seeds: [1, 2, 3]',
    'seeds: many',
    /experiment\.yaml:10: profiles\.quick\.seeds: expected a list, got "many"/,
  ],
  [
    'a sparsity of 1.2',
    'sparsity: [0, 0.9]',
    'sparsity: [0, 1.2]',
    /:8: profiles\.quick\.sparsity\[1\]: .*\[0, 1\).*1\.2/,
  ],
  [
    'an unknown task',
    'tasks: [copy]',
    'tasks: [cpy]',
    /:9: profiles\.quick\.tasks\[0\]: .*"cpy".*did you mean "copy"/,
  ],
  [
    'an alias that names nothing',
    'seeds: [1, 2, 3]',
    'seeds: *nope',
    /yaml:10: YAML: \*nope names no anchor/,
  ],
  ['an id that is not the folder', 'id: toy', 'id: tony', /:1: id: .*"toy"/],
])('%s is a configuration error', async (_name, from, to, message) => {
  const { code, err, out } = await open(from, to).dsrnn('validate');
  expect(code).toBe(2);
  expect(err).toMatch(message);
  expect(out).toBe('');
});

test('the faults of all experiments are reported', async () => {
  const toy = open('seeds: [1, 2, 3]', 'seeds: [0]');
  toy.write(
    'experiments/worse/experiment.yaml',
    experiment.replace('id: toy', 'id: worse').replace('[copy]', '[cpy]'),
  );
  const all = await toy.dsrnn('validate');
  expect(all.code).toBe(2);
  expect(all.err).toMatch(/toy\/experiment\.yaml:10:[^]*worse\/experiment\.yaml:9:/);
});

test('a table that does not exist is found by validate', async () => {
  const { code, err } = await open('tables: [scores]', 'tables: [score]').dsrnn('validate toy');
  expect(code).toBe(2);
  expect(err).toContain('unknown table "score"; did you mean "scores"?');
});

test('a selection that leaves no run says why', async () => {
  const { code, err } = await open().dsrnn('run toy --only method=ds,sparsity=0');
  expect(code).toBe(2);
  expect(err).toContain('no run passes --only method=ds,sparsity=0');
});

test.each([
  ['rnu toy', 'unknown command "rnu"; did you mean "run"?'],
  ['run toy --worker 2', 'unknown option --worker; did you mean --workers?'],
  ['run toy --workers 1.5', '--workers: expected a whole number'],
  ['run toi', 'unknown experiment "toi"; did you mean "toy"?'],
  ['run toy --profile quik', 'unknown profile "quik"; did you mean "quick"?'],
  ['run toy --backend cuda', '--backend'],
  ['run toy --engine fast', '--engine: unknown value "fast"'],
  ['explain toy --backend cpu --engine fused', '--engine: backend cpu does not run engine fused'],
  ['table toy', 'none of the 6 runs has a result; `dsrnn run toy --profile quick` computes them'],
  ['check toy', 'no committed results to check'],
  ['runs show abc', 'no run has a key that starts with "abc"'],
])('%s is a usage error', async (words, message) => {
  const { code, err } = await open().dsrnn(words);
  expect(err).toContain(message);
  expect(code).toBe(2);
});

test('outside of a workspace the command says where to go', async () => {
  const { code, err } = await open().dsrnn('validate');
  expect([code, err]).toEqual([0, '']);
  const call = spawnSync(process.execPath, [bin, 'status'], { cwd: '/', encoding: 'utf8' });
  expect(call.status).toBe(2);
  expect(call.stderr).toContain('not inside a dsrnn workspace');
});

test('a corrupt result is neither used nor computed over', async () => {
  const toy = open();
  const listed = await toy.dsrnn('run toy --only seed=1,method=dense --json');
  expect(listed.code).toBe(0);
  const { out } = await toy.dsrnn('runs ls --json');
  const [{ key }] = JSON.parse(out) as [{ key: string }];
  const file = toy.write(`runs/${key}/result.json`, '{"format":2,');
  for (const words of ['run toy', 'table toy', 'status']) {
    const { code, err } = await toy.dsrnn(words);
    expect(code).toBe(5);
    expect(err).toContain(`error (store): ${file}`);
    expect(err).toContain('dsrnn runs gc --corrupt');
  }
  const { code } = await toy.dsrnn('runs gc --corrupt');
  expect([code, (await toy.dsrnn('run toy')).code]).toEqual([0, 0]);
});

test('a run store that cannot be written is found before anything is computed', async () => {
  const toy = open();
  const file = toy.write('file', '');
  const { code, err } = await toy.dsrnn('run toy', { DSRNN_RUNS_DIR: join(file, 'runs') });
  expect(code).toBe(5);
  expect(err).toContain(`error (store): ${file}`);
  expect(err).not.toContain('completed');
});

test('folders for tables and for results that cannot be written are named', async () => {
  const toy = open();
  await toy.dsrnn('run toy');
  const file = toy.write('file', '');
  const table = await toy.dsrnn('table toy --out file/below');
  expect(table.code).toBe(5);
  expect(table.err).toContain(`error (output): ${file}/below: cannot be written`);
  toy.write('results', '');
  const results = await toy.dsrnn('results write toy');
  expect(results.code).toBe(5);
  expect(results.err).toContain(join(toy.root, 'results'));
});

test('a corrupt file in the data cache is named by verify', async () => {
  const toy = open();
  const { out } = await toy.dsrnn('data verify --json');
  const [{ file }] = (JSON.parse(out) as { digits: [{ file: string }] }).digits;
  toy.write(file.slice(toy.root.length + 1), 'not digits');
  const { code, out: report } = await toy.dsrnn('data verify digits');
  expect(code).toBe(4);
  expect(report).toMatch(/digits +corrupt/);
});

test('every experiment that is named counts, and an option that is given twice is an error', () => {
  const { root } = open();
  const call = (...args: string[]): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, [bin, ...args], { cwd: root, encoding: 'utf8' });
  const unknown = call('validate', 'nothing', 'toy');
  expect(unknown.status).toBe(2);
  expect(unknown.stderr).toMatch(/unknown experiment "nothing"/);
  const twice = call('explain', 'toy', '--profile', 'quick', '--profile', 'laptop');
  expect(twice.status).toBe(2);
  expect(twice.stderr).toMatch(/--profile is given 2 times \(quick, laptop\); give it once/);
});
