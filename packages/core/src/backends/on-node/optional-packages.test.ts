import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OptionalPackages } from './optional-packages.ts';

let folder: string;
let packages: OptionalPackages;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsrnn-optional-'));
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  packages = new OptionalPackages('toy', 'add toy', pathToFileURL(`${folder}/`));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('an installation is absent, unfinished, complete or outdated, each with the command to run', () => {
  expect(packages.obstacle()).toEqual({
    problem: 'its packages are not installed',
    remedy: 'run `add toy`',
  });
  mkdirSync(join(folder, 'node_modules'));
  expect(packages.obstacle()).toMatchObject({ problem: 'its installation was not finished' });
  packages.markInstalled();
  expect(packages.obstacle()).toBeNull();
  writeFileSync(join(folder, 'package-lock.json'), '{"version":2}');
  expect(packages.obstacle()).toEqual({
    problem: 'other versions of its packages are needed now',
    remedy: 'run `add toy` again',
  });
});

test('the version of a package is the installed one, whatever is wanted', () => {
  const manifest = (path: string, content: object): void => {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, 'package.json'), JSON.stringify(content));
  };
  manifest('.', { dependencies: { '@toys/car': '1.0.0' } });
  manifest('node_modules/@toys/car', { name: '@toys/car', version: '1.2.0' });
  expect(packages.versionOf('@toys/car')).toBe('1.2.0');
});

test('every optional folder has a manifest, a lock file that names no registry, and the setting both need', () => {
  const root = fileURLToPath(new URL('../../../optional/', import.meta.url));
  const names = readdirSync(root);
  const workers = ['darwin-x64', 'linux-x64', 'win-x64'].map((system) => `worker-node-${system}`);
  expect(names.sort()).toEqual(['node', 'node-gpu', 'software-gpu', 'webgpu', ...workers]);
  for (const name of names) {
    const read = (file: string): string => readFileSync(join(root, name, file), 'utf8');
    const manifest = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { version: string; dependencies?: Record<string, string>; resolved?: string }>;
    };
    expect(lock.packages['']?.dependencies, name).toEqual(manifest.dependencies);
    expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
    expect(read('.npmrc')).toBe('legacy-peer-deps=true\n');
  }
});
