/**
 * `npm run numerics:nodes [-- VERSION …]`: recomputes the numerics panel on several versions of Node, each as it is and, where
 * workers would have them, with vectors joined to 256 bits, all WebAssembly optimised at once. Nodes come from npm, into a
 * temporary folder. Exit code 1 if a digest differs.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinsVectors, WIDE_VECTORS } from '../../packages/experiment/src/runtime/worker-node.ts';

const VERSIONS = ['22.23.2', '24.21.0', '26.12.1'];

const windows = process.platform === 'win32';
const carrier = `node-${windows ? 'win' : process.platform}-${process.arch}`;
const npm = ['install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--silent'];
const panel = ['--no-liftoff', '--import', 'tsx', join(import.meta.dirname, 'panel.ts')];
const root = mkdtempSync(join(tmpdir(), 'dsrnn-nodes-'));

/** The program of a version. */
function installed(version: string): string {
  const folder = join(root, version);
  execFileSync('npm', [...npm, '--prefix', folder, `${carrier}@${version}`], {
    stdio: 'inherit',
    shell: windows,
  });
  return join(folder, 'node_modules', carrier, windows ? 'node.exe' : 'bin/node');
}

/** Whether the panel is alike there; says so. */
function alike(file: string, version: string, flags: readonly string[]): boolean {
  const { status, stdout, stderr } = spawnSync(file, [...flags, ...panel], { encoding: 'utf8' });
  console.log(
    `Node ${version}${flags.length > 0 ? ', vectors of 256 bits' : ''}: ${stdout.trim() || stderr.trim()}`,
  );
  return status === 0;
}

try {
  const asked = process.argv.slice(2);
  const others = asked.length > 0 ? asked : VERSIONS;
  let sound = true;
  for (const file of [process.execPath, ...others.map(installed)]) {
    const version = execFileSync(file, ['--version'], { encoding: 'utf8' }).trim();
    const wide = joinsVectors({ file, version, flags: [] });
    for (const flags of wide ? [[], [WIDE_VECTORS]] : [[]]) sound = alike(file, version, flags) && sound;
  }
  process.exitCode = sound ? 0 : 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
