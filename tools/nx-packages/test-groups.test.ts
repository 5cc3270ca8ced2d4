/** Every test is run by one target, and a target has as inputs what its tests read. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { alone, testGroups } from './test-groups.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const testsOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !/(^|[\\/])node_modules[\\/]/.test(file))
    .map((file) => join(folder, file));
const grouped = testGroups.flatMap(({ folder, files }) => files.map((file) => join(folder, file)));

test('every test file is in one project of vitest, and all that are named are there', () => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const listed = JSON.parse(
    execFileSync(process.execPath, [vitest, 'list', '--filesOnly', '--json'], {
      cwd: root,
      encoding: 'utf8',
    }),
  ) as readonly { readonly file: string }[];
  const files = listed.map(({ file }) => relative(root, file)).sort();
  expect(files).toEqual(['packages', 'tools'].flatMap(testsOf).sort());
  const apart = Object.entries(alone).flatMap(([folder, names]) => names.map((name) => join(folder, name)));
  const named = [...grouped, ...apart.filter((file) => !file.includes('*'))];
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('npm test and what is affected run every group', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  for (const name of ['test', 'affected']) {
    const targets = testGroups.map((group) => `${group.folder.split('/').at(-1)!}-${group.name}`);
    expect(scripts[name]!.split(' ')).toEqual(expect.arrayContaining(targets));
  }
});

/** What a test may look at outside of its package without being in a group, and why. */
const allowed = [
  'packages/kernels/src/functions/signatures.test.ts', // AssemblyScript of its own package
  'packages/bench/src/peers/open-peers.test.ts', // .bench-peers/, which git ignores and machine.mjs tells of
  'packages/core/src/model/stream/browser.test.ts', // sources of kernels, which core imports
  'packages/cli/test/smoke.test.ts', // the command and node_modules
];

test('a test that names a place outside of its package is in a group', () => {
  const outside = testsOf('packages').filter((file) => leavesPackage(file, packageOf(file)));
  expect(outside.length).toBeGreaterThan(10);
  expect(
    outside.filter((file) => ![...grouped, ...allowed].includes(file)),
    'these read files that are no inputs of their target: list them, with what they read, in test-groups.mjs',
  ).toEqual([]);
  expect(allowed.filter((file) => !outside.includes(file))).toEqual([]);
});

const packageOf = (file: string): string => file.split(/[\\/]/).slice(0, 2).join('/');

/** Whether a file, or a helper in the test folder that it imports, makes an address outside of the package. */
function leavesPackage(file: string, folder: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const text = readFileSync(join(root, file), 'utf8');
  const at = (address: string): string => relative(root, resolve(root, dirname(file), address));
  const addresses = [...text.matchAll(/new URL\(\s*['"`](\.[^'"`]*)['"`],\s*import\.meta\.url/g)].map(
    (m) => m[1]!,
  );
  if (/import\.meta\.dirname/.test(text)) addresses.push('../../..');
  const places = addresses.map(at);
  if (places.some((place) => !`${place}/`.startsWith(`${folder}/`) && place !== 'node_modules')) return true;
  const helpers = [...text.matchAll(/from ['"](\.[^'"]*)['"]/g)].map((m) => at(m[1]!));
  return helpers
    .filter((helper) => helper.startsWith(`${folder}/test/`))
    .some((helper) => leavesPackage(helper, folder, seen));
}
