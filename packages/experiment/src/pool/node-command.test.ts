import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { ownNode, sourceEnvironment, sourceOptions } from './node-command.ts';

const at = (version: string): string[] => sourceOptions({ file: 'node', version, flags: ['--flag'] });

it.each(['v20.19.0', 'v22.23.2', 'v24.2.0'])('Node %s takes types out by a loader', (version) => {
  const [flag, option, loader] = at(version);
  expect([flag, option]).toEqual(['--flag', '--import']);
  expect(loader).toMatch(/^file:.*tsx/);
});

it.each(['v24.3.0', 'v24.21.0', 'v26.12.1', 'v100.0.0'])('Node %s does so itself', (version) => {
  expect(at(version)).toEqual(['--flag']);
});

it('a process started so runs a source, and a cache that is given is left as it is', () => {
  const source = new URL('./node-command.ts', import.meta.url).href;
  const words = [...sourceOptions(ownNode), '-e', `import(${JSON.stringify(source)}).then((m) => console.log(m.ownNode.version))`]; // prettier-ignore
  const cache = temporaryFolder();
  const env = sourceEnvironment({ ...process.env, NODE_COMPILE_CACHE: cache });
  expect(env['NODE_COMPILE_CACHE']).toBe(cache);
  expect(execFileSync(ownNode.file, words, { encoding: 'utf8', env })).toBe(`${process.version}\n`);
  expect(sourceEnvironment({})['NODE_COMPILE_CACHE']).toMatch(/compiled$/);
});
