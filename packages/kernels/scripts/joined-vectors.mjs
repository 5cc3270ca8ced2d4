/**
 * What V8 joins into vectors of 256 bits, told by V8's own trace.
 *
 *   npm run kernels:joined [NODE]    (node packages/kernels/scripts/joined-vectors.mjs)
 *
 * lists the functions of the kernels with the number of operations that were joined in each. V8 decides once a function:
 * it collects pairs of stores to neighbouring addresses, follows what they store, and joins all of that or nothing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from './build.mjs';

/** Compiles all at once, by the optimising compiler, in one thread: what it prints is in order. */
const FLAGS = [
  '--no-liftoff',
  '--no-wasm-lazy-compilation',
  '--wasm-num-compilation-tasks=1',
  '--experimental-wasm-revectorize',
  '--trace-wasm-revectorize',
];

/** A Node that joins vectors: this one, or that of `npx dsrnn runtime add`; null where there is none. */
export function wideNode() {
  if (process.arch !== 'x64') return null;
  if (Number.parseInt(process.versions.node) >= 24) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-x64`;
  const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const url = new URL(`../../core/optional/worker-${name}/node_modules/${name}/${program}`, import.meta.url);
  return existsSync(url) ? fileURLToPath(url) : null;
}

/**
 * Joined operations by function, `file/function` in `assembly/`; functions without any are left out. `node`: the program
 * of a Node that has the flag. `bytes`: a module with names of its functions, by default the kernels.
 */
export async function joinedVectors(node, bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'dsrnn-joined-'));
  try {
    const file = join(folder, 'kernels.wasm');
    writeFileSync(file, bytes ?? (await compile({ names: true })));
    const program = `new WebAssembly.Module(require('node:fs').readFileSync(${JSON.stringify(file)}))`;
    // CommonJS: the loader of modules has WebAssembly of its own.
    const args = [...FLAGS, '--input-type=commonjs', '--eval', program];
    return readTrace(execFileSync(node, args, { encoding: 'utf8', maxBuffer: 2 ** 28 }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readTrace(trace) {
  const joined = new Map();
  let name = '';
  for (const line of trace.split('\n')) {
    name = /Begin revec function (?:assembly\/)?(\S+)/.exec(line)?.[1] ?? name;
    // V8 of Node 24 prints "Decide", that of 26 "Decided".
    const nodes = /Decided? to vectorize, (\d+) revectorizable nodes/.exec(line)?.[1];
    if (nodes !== undefined) joined.set(name, (joined.get(name) ?? 0) + Number(nodes));
  }
  return joined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const node = process.argv[2] ?? wideNode();
  if (node === null) throw new Error('no Node that joins vectors: run `npx dsrnn runtime add`, or name one');
  const rows = [...(await joinedVectors(node))].sort(([a], [b]) => a.localeCompare(b));
  for (const [name, nodes] of rows) console.log(`${String(nodes).padStart(5)}  ${name}`);
}
