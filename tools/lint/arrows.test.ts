/** Lint refuses every import that points up, sideways or into a package, in a copy of its configuration beside toy sources. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const toys = temporaryFolder();
cpSync(join(root, 'tools/lint'), join(toys, 'tools/lint'), { recursive: true });
const config = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as object;
// The toys have no types.
writeFileSync(join(toys, '.oxlintrc.json'), JSON.stringify({ ...config, options: { typeAware: false } }));

/** What may be imported besides a package's own name: written down here a second time, by hand. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  portable: [],
  kernels: [],
  core: ['portable', 'kernels'],
  baselines: ['portable', 'core'],
  datasets: ['portable'],
  records: ['portable'],
  continual: ['portable', 'records', 'datasets'],
  probes: ['portable', 'records', 'core', 'datasets'],
  experiment: ['portable', 'records', 'core', 'baselines', 'continual', 'datasets', 'probes'],
  analysis: ['portable', 'records', 'continual'],
  bench: ['portable', 'kernels', 'core', 'baselines', 'continual', 'datasets', 'experiment'],
  cli: 'portable records core baselines continual datasets probes experiment analysis bench'.split(' '),
};

/** What lint refuses of the imports of `file`. */
function refused(file: string, imports: readonly string[]): string[] {
  const path = join(toys, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, imports.map((name) => `import '${name}';\n`).join(''));
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'unix', file], {
    cwd: toys,
    encoding: 'utf8',
  });
  const lines = [...stdout.matchAll(/:(\d+):\d+: .*no-restricted-imports/g)].map(([, line]) => Number(line));
  return lines.sort((a, b) => a - b).map((line) => imports[line - 1]!);
}

test('every package has its arrows', () => {
  expect(Object.keys(arrows).sort()).toEqual(readdirSync(join(root, 'packages')).sort());
});

test.each(Object.entries(arrows))('%s imports what lies below it, by its name', (name, below) => {
  const allowed = [name, ...below].flatMap((one) => [`@dsrnn/${one}`, `@dsrnn/${one}/testing`]);
  const others = Object.keys(arrows).filter((one) => one !== name && !below.includes(one));
  const wrong = [
    ...others.flatMap((one) => [`@dsrnn/${one}`, `@dsrnn/${one}/testing`]),
    ...Object.keys(arrows).map((one) => `@dsrnn/${one}/src/index.ts`),
    '../../../packages/portable/src/index.ts',
    '@tensorflow/tfjs',
    '@tensorflow/tfjs-core/dist/tensor.js',
  ];
  const free = ['zod', '../other.ts', 'node:fs'];
  for (const file of ['src/room/toy.ts', 'test/toy.test.ts'])
    expect(refused(`packages/${name}/${file}`, [...allowed, ...free, ...wrong])).toEqual(wrong);
});

test('one file of core imports tfjs', () => {
  expect(refused('packages/core/src/tensor/tf.ts', ['@tensorflow/tfjs'])).toEqual([]);
});

test.each([
  ['tables', 'figures'],
  ['figures', 'tables'],
])('%s import nothing of %s, their tests apart, and nothing that the package may not', (own, other) => {
  const wrong = [`../${other}/toy.ts`, `../../${other}/toy.ts`];
  const upward = ['@dsrnn/core', '@tensorflow/tfjs'];
  const folder = `packages/analysis/src/${own}`;
  const imports = ['../text/toy.ts', '@dsrnn/records', ...wrong, ...upward];
  expect(refused(`${folder}/toy.ts`, imports)).toEqual([...wrong, ...upward]);
  expect(refused(`${folder}/deep/toy.ts`, imports)).toEqual([...wrong, ...upward]);
  expect(refused(`${folder}/toy.test.ts`, imports)).toEqual(upward);
});
