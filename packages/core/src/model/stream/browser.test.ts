/** Streams run in a browser: nothing that they are built from may need Node. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../../../../', import.meta.url));
const sources = ['core', 'kernels'].flatMap((name) => {
  const folder = `${packages}${name}/src`;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('on-node/'))
    .map((file) => `${folder}/${file}`);
});

/** Imports of Node modules, and globals that browsers lack. */
const NODE = [
  /\bfrom '(node:|fs'|path'|os'|worker_threads')/,
  /\bimport\('node:/,
  /(?<![.\w'"`])(process|Buffer|__dirname|__filename|require|global|setImmediate)\b\s*[.([]/,
];

it('core and kernels use nothing of Node', () => {
  expect(sources.length).toBeGreaterThan(50);
  const found = sources.filter((file) => NODE.some((pattern) => pattern.test(codeOf(file))));
  expect(found).toEqual([]);
});

it('what needs Node is loaded only when it is asked for', () => {
  const statically = /^(?:import|export)\b[^;]*from '[^']*on-node\//m;
  expect(sources.filter((file) => statically.test(codeOf(file)))).toEqual([]);
  expect(statically.test("import { x } from '../../stream/on-node/y.ts';")).toBe(true);
  expect(statically.test("const { x } = await import('../../stream/on-node/y.ts');")).toBe(false);
});

it('would notice it', () => {
  for (const code of ["import { x } from 'node:fs';", 'process.env', 'Buffer.from(y)', "require('fs')"]) {
    expect(NODE.some((pattern) => pattern.test(code))).toBe(true);
  }
});

/** A source without its comments. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
