/** Gathers the facts for `provenance.json`: versions, commit, data, machine. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import type { GridRun } from '@dsrnn/experiment';
import { computingBackend } from './backends/expect-backend.ts';
import type { Gathered } from './drawing/gather.ts';
import type { Opened } from './open-experiment.ts';
import { jsonFile, type OutputFile } from './write-files.ts';

/** Packages of a plain install whose version can show in a number or in a drawing. */
const packages = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-wasm',
  'vega',
  'vega-lite',
  '@resvg/resvg-wasm',
  'dejavu-fonts-ttf',
];

/**
 * `provenance.json`: where the drawn results come from. It is written on the machine that computed: throws BackendError
 * where a backend of optional packages does not compute, for their versions are those found here.
 */
export async function provenanceFiles(
  { experiment, context }: Gathered,
  runs: readonly GridRun[],
  { store, workspace }: Opened,
): Promise<OutputFile[]> {
  const { buildProvenance } = await import('@dsrnn/analysis');
  const { profile } = context;
  const { root } = workspace;
  const results = runs.flatMap(({ key }) => store.get(key) ?? []);
  const starts = results.flatMap(({ key }) => store.timing(key)?.startedAt ?? []).sort();
  const { id, digest, backend, engine } = experiment;
  const computing = await computingBackend(backend);
  const provenance = buildProvenance(
    {
      experiment: id,
      profile,
      configDigest: digest,
      commit: git(root, ['rev-parse', 'HEAD']),
      dirty: (git(root, ['status', '--porcelain', '--', '.', ':!results']) ?? '') !== '',
      packages: {
        ...Object.fromEntries(packages.map((name) => [name, versionOf(root, name)])),
        ...computing?.facts.packages,
      },
      backend,
      engine,
      versions: Object.assign({}, ...results.map(({ versions }) => versions)) as Record<string, number>,
      data: Object.assign({}, ...results.map(({ data }) => data)) as Record<string, string>,
      runs: results.map(({ key }) => key),
      command: `dsrnn run ${id} --profile ${profile} && dsrnn results write ${id} --profile ${profile}`,
    },
    {
      node: process.version,
      platform: platform(),
      arch: arch(),
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      startedAt: starts[0] ?? null,
      finishedAt: starts.at(-1) ?? null,
    },
  );
  return [jsonFile('provenance.json', provenance)];
}

function git(folder: string, args: readonly string[]): string | null {
  try {
    return execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null; // no git, or no repository: the record says so
  }
}

function versionOf(root: string, name: string): string {
  const manifest: unknown = JSON.parse(
    readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
  );
  return (manifest as { readonly version: string }).version;
}
