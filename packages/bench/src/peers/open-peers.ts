/** Finds the peers on this machine, starts them, and makes sure that they compute what we compute. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeCommand } from '@dsrnn/experiment';
import { PeerError } from '../bench-error.ts';
import { moduleCommand } from '../process/commands.ts';
import { startProcess, type MeasuringProcess } from '../process/measuring-process.ts';
import { choosePin } from '../process/pinning.ts';
import { checkPeer } from './check-peer.ts';
import { peerNames, type PeerName } from './peer-protocol.ts';

/** Folder under the root of the workspace into which `npm run bench:peers` installs. */
export const PEERS_FOLDER = '.bench-peers';

/** Where a PyTorch of the workspace's own is looked for. */
const TORCH_VENV = `${PEERS_FOLDER}/python`;
/** Older ones train less than half as fast: to beat them says little. */
const LEAST_TORCH = 2;

/** Started peers. */
export interface Peers {
  /** By library: its version, and what else decides its times. */
  readonly versions: Readonly<Record<string, string>>;
  of(name: PeerName): MeasuringProcess;
  stop(): Promise<void>;
}

const remedies: Readonly<Record<PeerName, string>> = {
  torch:
    `no python3 that has PyTorch ${LEAST_TORCH} or later; install it, for example with \`python3 -m venv ${TORCH_VENV}\` ` +
    `and \`${TORCH_VENV}/bin/pip install torch\`, or point DSRNN_PYTHON at a Python that has it`,
  onnxruntime: `no onnxruntime-node in ${PEERS_FOLDER}/; run \`npm run bench:peers\``,
};

/** Command of a peer, or null if this machine does not have it. `root` is that of the workspace; `node` runs what Node runs. */
export function findPeer(
  name: PeerName,
  root: string,
  node: NodeCommand,
  python?: string,
): readonly string[] | null {
  if (name === 'onnxruntime') {
    const folder = join(root, PEERS_FOLDER);
    if (!existsSync(join(folder, 'node_modules', 'onnxruntime-node'))) return null;
    return moduleCommand(node, new URL('./onnxruntime-peer.ts', import.meta.url), folder);
  }
  const own = join(root, TORCH_VENV, 'bin', 'python');
  const candidates = python === undefined ? [own, 'python3', '/usr/bin/python3', 'python'] : [python];
  const found = candidates.find((program) => torchMajorOf(program) >= LEAST_TORCH);
  return found === undefined ? null : [found, fileURLToPath(new URL('./torch-peer.py', import.meta.url))];
}

/** NaN where a Python has no PyTorch, or does not start. */
function torchMajorOf(python: string): number {
  const { stdout } = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], {
    encoding: 'utf8',
  });
  return Number.parseInt(stdout);
}

/**
 * Starts all peers and checks their outputs against ours. Throws PeerError that says what is missing and how to get it,
 * or which peer computes something else.
 */
export async function openPeers(root: string, node: NodeCommand, python?: string): Promise<Peers> {
  const found = peerNames.map((name) => ({ name, command: findPeer(name, root, node, python) }));
  const missing = found.filter(({ command }) => command === null).map(({ name }) => name);
  if (missing.length > 0) {
    throw new PeerError(
      `${missing.map((name) => `${name}: ${remedies[name]}`).join('; ')}; or leave out --peers`,
    );
  }
  const { prefix } = choosePin();
  const started = new Map<PeerName, MeasuringProcess>();
  const stop = async (): Promise<void> => {
    for (const child of started.values()) await child.stop();
  };
  try {
    for (const { name, command } of found) {
      started.set(name, await startProcess(name, command ?? [], prefix));
    }
    for (const child of started.values()) await checkPeer(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    versions: Object.fromEntries(
      [...started].map(([name, { version, about }]) => [
        name,
        about.length === 0 ? version : `${version} (${about.join(', ')})`,
      ]),
    ),
    of: (name) => started.get(name)!,
    stop,
  };
}
